import type { SearchKey } from '@cachet/mss-core';
import { wordsIn } from './matches.js';

/** What one search may cost (D05). */
export const SEARCH_LIMITS = {
  /** Levels of and, or, not. */
  depth: 100,
  /** Keys in all. */
  keys: 1000,
  /** Keys times items judged at once in memory: beyond, the database does what it can of it. */
  judgedAtOnce: 500_000,
  /** Octets of messages read to judge texts. */
  octets: 128 * 1024 * 1024,
  /** Different texts looked for: each is looked for in all that is searched. */
  words: 32,
  /** Octets of packed texts looked through, once for each of those. */
  scanned: 4 * 1024 ** 3,
} as const;

/** Whether a question is of a reasonable shape; walks no deeper than it allows. */
export function isReasonable(key: SearchKey): boolean {
  const room = { keys: SEARCH_LIMITS.keys };
  return walk(key, SEARCH_LIMITS.depth, room) && new Set(wordsIn(key)).size <= SEARCH_LIMITS.words;
}

/** Whether so many items are judged in a moment. */
export function isShortWork(key: SearchKey, items: number): boolean {
  return items * keysIn(key) <= SEARCH_LIMITS.judgedAtOnce;
}

/** Keys in all. */
function keysIn(key: SearchKey): number {
  if (key.kind === 'not') return 1 + keysIn(key.key);
  if (key.kind === 'and' || key.kind === 'or') return key.keys.reduce((sum, each) => sum + keysIn(each), 1);
  return 1;
}

function walk(key: SearchKey, depth: number, room: { keys: number }): boolean {
  room.keys -= 1;
  if (depth === 0 || room.keys < 0) return false;
  if (key.kind === 'not') return walk(key.key, depth - 1, room);
  if (key.kind === 'and' || key.kind === 'or') return key.keys.every((each) => walk(each, depth - 1, room));
  return true;
}
