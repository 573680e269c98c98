import type { ComplianceEvent } from '../traceability/index.js';

const DAY_MS = 86_400_000;
const WARN_DAYS = 30;
const ALARM_DAYS = 7;

/** What to raise about the connector's own certificate, judged once a day by the wall clock: nothing while it is far from its end. */
export function certificateExpiryEvent(notAfter: Date, now: Date): ComplianceEvent | null {
  const daysLeft = Math.floor((notAfter.getTime() - now.getTime()) / DAY_MS);
  if (daysLeft > WARN_DAYS) return null;
  return {
    kind: 'certificate.expiresSoon',
    severity: daysLeft > ALARM_DAYS ? 'warning' : 'critical',
    facts: { daysLeft, notAfter: notAfter.toISOString() },
  };
}
