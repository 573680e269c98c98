import type { ComplianceEvent } from '../traceability/index.js';

const DAY_MS = 86_400_000;
const THRESHOLD_DAYS = [90, 60, 30, 7] as const;
const WARN_DAYS = 30;
const ALARM_DAYS = 7;

/**
 * What to raise about a certificate on which mail depends, judged once a day by the wall clock: once at each threshold, and
 * again for another certificate. `last` is the event of this kind raised last, whichever certificate it spoke of.
 */
// EX_SSI_5085: our part of it; whoever renews the certificate is told 90, 60, 30 and 7 days before its end.
export function certificateExpiryEvent(
  notAfter: Date,
  now: Date,
  last: Pick<ComplianceEvent, 'facts'> | null,
  kind: 'certificate.expiresSoon' | 'listeBlanche.signerExpiresSoon' = 'certificate.expiresSoon',
): ComplianceEvent | null {
  const daysLeft = Math.floor((notAfter.getTime() - now.getTime()) / DAY_MS);
  const threshold = thresholdOf(daysLeft);
  if (threshold === null) return null;
  const facts = { daysLeft, notAfter: notAfter.toISOString() };
  const told = last?.facts.notAfter === facts.notAfter ? last.facts.daysLeft : null;
  if (typeof told === 'number' && told <= threshold) return null;
  return { kind, severity: severityOf(daysLeft), facts };
}

/** The nearest threshold already passed. */
function thresholdOf(daysLeft: number): number | null {
  return THRESHOLD_DAYS.findLast((days) => daysLeft <= days) ?? null;
}

function severityOf(daysLeft: number): ComplianceEvent['severity'] {
  if (daysLeft <= ALARM_DAYS) return 'critical';
  return daysLeft <= WARN_DAYS ? 'warning' : 'info';
}
