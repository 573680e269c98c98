import type { ComplianceEvent } from '../traceability/index.js';
import type { ListeBlancheVersion } from './liste-blanche-ports.js';

const HOUR = 3_600_000;
/** The list is renewed each day: one day and a half without a new one is no delay any more. */
export const STALE_AFTER_MS = 36 * HOUR;

/** Whether no new valid list has come for 36 hours. */
export function isStaleListeBlanche(inForce: Pick<ListeBlancheVersion, 'fetchedAt'>, now: Date): boolean {
  return now.getTime() - inForce.fetchedAt.getTime() > STALE_AFTER_MS;
}

/** The alarm to raise when the list in force is old: once for a list. `last` is the alarm raised last. */
// EX_2.2_5010, EX_2.2_5035: the last valid list serves on, and somebody must know that it is the last.
export function staleListeBlancheEvent(
  inForce: Pick<ListeBlancheVersion, 'sha256' | 'fetchedAt'>,
  now: Date,
  last: Pick<ComplianceEvent, 'facts'> | null,
): ComplianceEvent | null {
  if (!isStaleListeBlanche(inForce, now) || last?.facts.sha256 === inForce.sha256) return null;
  const hours = Math.floor((now.getTime() - inForce.fetchedAt.getTime()) / HOUR);
  const facts = { sha256: inForce.sha256, fetchedAt: inForce.fetchedAt.toISOString(), hours };
  return { kind: 'listeBlanche.stale', severity: 'critical', facts };
}
