import { CommitInDoubt } from './commit-in-doubt.js';
import { DatabaseUnusable } from './database-unusable.js';

/** PostgreSQL's classes for lost connections, shutdown or statements cut short, lack of resources and disks that fail; what the system says of a way there. */
const CODES =
  /^(?:08...|57...|53...|58030|ECONN.*|EHOST.*|ENET.*|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|ENOSPC)$/;

/** What the library says without a code: lost, not made in time, not answered in time, asked of a connection lost before. */
const WORDS =
  /^Connection terminated|connection timeout|timeout exceeded|^Query read timeout$|is not queryable$/i;

/** Whether this fault is of a database that cannot serve for the moment: the same asked later may be answered. */
export function isOutage(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  if (fault instanceof DatabaseUnusable || fault instanceof CommitInDoubt) return true;
  return WORDS.test(fault.message) || ('code' in fault && CODES.test(String(fault.code)));
}
