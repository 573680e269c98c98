import { createHash } from 'node:crypto';

/** Statements a session may keep prepared; texts made on the fly (searches) must not fill PostgreSQL's memory. */
const MOST_PREPARED = 300;
const MOST_WATCHED = 2_000;
/** A text that comes again is prepared; one that never comes again costs nothing more. */
const WORTH_PREPARING = 3;

const seen = new Map<string, number>();
const names = new Map<string, string>();

/** Name under which PostgreSQL keeps this statement parsed and planned; none for a text seldom used. */
export function preparedName(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MOST_PREPARED) return known;
  const times = (seen.get(text) ?? 0) + 1;
  if (times < WORTH_PREPARING) {
    if (seen.size >= MOST_WATCHED) seen.clear();
    seen.set(text, times);
    return undefined;
  }
  seen.delete(text);
  const name = `s${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`;
  names.set(text, name);
  return name;
}
