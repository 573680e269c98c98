declare const flag: unique symbol;
/** An IMAP flag or keyword in its one spelling: `\Seen`, `$Forwarded`, `Urgent`. */
export type Flag = string & { readonly [flag]: true };

// RFC 3501 §2.3.2; \Recent belongs to the server and cannot be stored.
const SYSTEM = ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft'];
const KEYWORDS = [
  '$Forwarded',
  '$MDNSent',
  '$Junk',
  '$NotJunk',
  '$Phishing',
  '$Important',
  '$Submitted',
  '$SubmitPending',
  'Junk',
  'NonJunk',
];
const SPELLINGS = new Map([...SYSTEM, ...KEYWORDS].map((name) => [name.toLowerCase(), name as Flag]));
// RFC 3501 §9 flag-keyword is an atom; 64 characters hold every keyword seen in clients.
const KEYWORD = /^[A-Za-z0-9$!#&'+,\-./:;<=>?@^_`|~]{1,64}$/;

/** Most flags one item bears. */
export const MAX_FLAGS = 64;

export const SYSTEM_FLAGS: readonly Flag[] = SYSTEM.map((name) => name as Flag);
export const SEEN = '\\Seen' as Flag;
export const ANSWERED = '\\Answered' as Flag;
export const FLAGGED = '\\Flagged' as Flag;
export const DELETED = '\\Deleted' as Flag;
export const DRAFT = '\\Draft' as Flag;

/** Reads a flag as a client writes it. Null for \Recent, unknown system flags and what is not an atom. */
export function parseFlag(text: string): Flag | null {
  const known = SPELLINGS.get(text.toLowerCase());
  if (known) return known;
  return KEYWORD.test(text) ? (text as Flag) : null;
}
