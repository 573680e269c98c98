/**
 * True when a statement under a lock_timeout gave up waiting for its lock: lock_not_available, or query_canceled, which PostgreSQL says
 * instead when the lock came in the very moment of giving up. Nothing of the statement was done.
 */
export function gaveUpWaiting(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && (fault.code === '55P03' || fault.code === '57014');
}
