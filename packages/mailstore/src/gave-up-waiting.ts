/**
 * True when a statement under a lock_timeout gave up waiting for its lock: lock_not_available, or query_canceled, which PostgreSQL says
 * instead when the lock came in the very moment of giving up. Nothing of the statement was done.
 */
export function gaveUpWaiting(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && (fault.code === '55P03' || fault.code === '57014');
}

/** True when PostgreSQL undid the transaction because it and another waited for each other: done again, it finds the way free. */
export function isDeadlock(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === '40P01';
}
