import { FOLDER_SEPARATOR } from '@cachet/mss-core/messaging';

/** A LIST pattern taken apart: wildcards and the texts between them. */
export type Pattern = readonly string[];

/** Real patterns have one or two. What a pattern costs is bounded by their number (CVE-2026-33607 elsewhere). */
const MOST_WILDCARDS = 16;

/**
 * Reads a pattern of LIST: `*` is any text, `%` any text within one level (RFC 3501 §6.3.8). Null when it has more wildcards
 * than anybody needs. INBOX is INBOX however it is written (RFC 3501 §5.1).
 */
export function readPattern(text: string): Pattern | null {
  const tokens = text
    .replace(/[*%]{2,}/g, (run) => (run.includes('*') ? '*' : '%'))
    .replace(/^inbox(?=$|[/%*])/i, 'INBOX')
    .split(/([*%])/)
    .filter((token) => token !== '');
  return tokens.filter(isWildcard).length > MOST_WILDCARDS ? null : tokens;
}

export function matchesPattern(name: string, pattern: Pattern): boolean {
  // Where in the name the part of the pattern read so far can end.
  let ends: readonly number[] = [0];
  for (const token of pattern) {
    ends = isWildcard(token) ? spread(name, ends, token) : follow(name, ends, token);
    if (ends.length === 0) return false;
  }
  return ends.includes(name.length);
}

function isWildcard(token: string): boolean {
  return token === '*' || token === '%';
}

function follow(name: string, ends: readonly number[], text: string): number[] {
  return ends.filter((end) => name.startsWith(text, end)).map((end) => end + text.length);
}

/** Ascending positions reached from some of `ends` by any text, or by any text of one level. */
function spread(name: string, ends: readonly number[], wildcard: string): number[] {
  const starts = new Set(ends);
  const reached: number[] = [];
  let open = false;
  for (let at = 0; at <= name.length; at += 1) {
    if (wildcard === '%' && name[at - 1] === FOLDER_SEPARATOR) open = false;
    open ||= starts.has(at);
    if (open) reached.push(at);
  }
  return reached;
}
