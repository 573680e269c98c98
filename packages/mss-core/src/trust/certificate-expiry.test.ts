import { describe, expect, it } from 'vitest';
import type { ComplianceEvent } from '../traceability/index.js';
import { certificateExpiryEvent } from './certificate-expiry.js';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-11-20T12:00:00Z');
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

/** Days left and severity of each event raised while a certificate is watched daily from that many days before its end. */
function watchedFrom(daysLeft: number, until: number, firstLast: ComplianceEvent | null = null) {
  const end = inDays(daysLeft);
  const raised: unknown[] = [];
  let last = firstLast;
  for (let day = 0; daysLeft - day >= until; day += 1) {
    const event = certificateExpiryEvent(end, new Date(NOW.getTime() + day * DAY_MS), last);
    if (event) raised.push([event.facts.daysLeft, event.severity]);
    last = event ?? last;
  }
  return raised;
}

describe('the end of the connector’s certificate', () => {
  it('is not spoken of while it is over three months away', () => {
    expect(certificateExpiryEvent(inDays(91), NOW, null)).toBeNull();
  });

  it('is told at 90, 60, 30 and 7 days by a daily watch, more seriously each time, and not in between', () => {
    expect(watchedFrom(100, -10)).toEqual([
      [90, 'info'],
      [60, 'info'],
      [30, 'warning'],
      [7, 'critical'],
    ]);
  });

  it('is told at once when the watch begins late, then at the next threshold', () => {
    expect(watchedFrom(45, 0)).toEqual([
      [45, 'info'],
      [30, 'warning'],
      [7, 'critical'],
    ]);
    expect(watchedFrom(-2, -5)).toEqual([[-2, 'critical']]);
  });

  it('is told of a new certificate whatever was told of the one before', () => {
    const before = certificateExpiryEvent(inDays(3), NOW, null);
    expect(certificateExpiryEvent(inDays(80), NOW, before)).toMatchObject({ facts: { daysLeft: 80 } });
  });
});
