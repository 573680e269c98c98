import { type UidSet, uidSetOf, uidSetText } from '@cachet/mss-core/messaging';
import type { ResponseWriter } from '../wire/response-writer.js';

/** Ranges in one line: a folder emptied at random must not make a line of megabytes. */
const RANGES = 1_000;

/**
 * RFC 7162 §3.2.10: uids that left, in as many responses as their number asks. EARLIER when they had left before this session could
 * know them, so that no message number shifts.
 */
export function tellVanished(out: ResponseWriter, uids: Iterable<number>, when: 'now' | 'earlier'): void {
  const word = when === 'earlier' ? 'VANISHED (EARLIER)' : 'VANISHED';
  const set: UidSet = uidSetOf(uids);
  for (let at = 0; at < set.length; at += RANGES)
    out.line(`* ${word} ${uidSetText(set.slice(at, at + RANGES))}`);
}
