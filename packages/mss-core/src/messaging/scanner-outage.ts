import type { ComplianceEvent } from '../traceability/index.js';

/** Told once when the scanners stop answering and once when they answer again; null when that was told last. */
export function scannerOutageEvent(
  isDown: boolean,
  last: Pick<ComplianceEvent, 'kind'> | null,
): ComplianceEvent | null {
  const wasDown = last?.kind === 'scanner.unavailable';
  if (isDown === wasDown) return null;
  return isDown
    ? { kind: 'scanner.unavailable', severity: 'critical', facts: {} }
    : { kind: 'scanner.restored', severity: 'info', facts: {} };
}
