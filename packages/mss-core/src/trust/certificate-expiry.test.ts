import { describe, expect, it } from 'vitest';
import { certificateExpiryEvent } from './certificate-expiry.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

describe('the end of the connector’s certificate', () => {
  it('is not spoken of while it is over a month away', () => {
    expect(certificateExpiryEvent(inDays(31), NOW)).toBeNull();
  });

  it('is a warning for a month, then an alarm for the last week and after', () => {
    expect(certificateExpiryEvent(inDays(30), NOW)).toMatchObject({
      severity: 'warning',
      facts: { daysLeft: 30 },
    });
    expect(certificateExpiryEvent(inDays(7), NOW)).toMatchObject({ severity: 'critical' });
    expect(certificateExpiryEvent(inDays(-2), NOW)).toMatchObject({
      severity: 'critical',
      facts: { daysLeft: -2 },
    });
  });
});
