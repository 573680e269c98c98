import type { Described } from './described.js';

/** One fact that two servers tell differently; undefined where a server does not tell it. */
export interface Difference {
  readonly letter: string;
  readonly fact: string;
  readonly ours: string | null | undefined;
  readonly theirs: string | null | undefined;
  /** What the part is, by our word, when the fact is of a part. */
  readonly kind: string | null;
}

export function differencesOf(letter: string, ours: Described, theirs: Described): Difference[] {
  const names = [...new Set([...ours.keys(), ...theirs.keys()])];
  return names
    .map((fact) => ({
      ...{ letter, fact, ours: ours.get(fact), theirs: theirs.get(fact) },
      kind: ours.get(`${fact.split(' ')[0]} type`) ?? null,
    }))
    .filter((difference) => difference.ours !== difference.theirs);
}

/** Why that difference is one we keep; null for a surprise. */
export function whyAccepted(difference: Difference): string | null {
  const known = ACCEPTED.find(([, holds]) => holds(difference));
  return known ? known[0] : null;
}

export function reasons(): readonly string[] {
  return ACCEPTED.map(([why]) => why);
}

type Rule = readonly [why: string, holds: (difference: Difference) => boolean];

/** Differences of letters whose oddity no RFC settles, each by its reading there and here. */
const of = (letters: readonly string[], facts: RegExp) => (difference: Difference) =>
  letters.includes(difference.letter) && facts.test(difference.fact);

const withoutDefault = (said: string | null | undefined) =>
  (said ?? '')
    .split('; ')
    .filter((pair) => pair !== 'charset=us-ascii' && pair !== '')
    .join('; ');

const plainSpaces = (said: string | null | undefined) => said?.replace(/\s+/g, ' ').trim();

/** How much more is counted here than there. */
const more = ({ ours, theirs }: Difference) => Number(ours) - Number(theirs);

const isCount = ({ fact }: Difference) => /(?:^size| octets| lines)$/.test(fact);

const ACCEPTED: readonly Rule[] = [
  [
    'Dovecot tells the default charset of texts that name none; we tell what is written (RFC 2046 §4.1.2 gives it to text/plain only)',
    ({ fact, ours, theirs }) =>
      fact.endsWith(' parameters') && theirs !== undefined && withoutDefault(ours) === withoutDefault(theirs),
  ],
  [
    'Dovecot writes MISSING_MAILBOX, MISSING_DOMAIN and SYNTAX_ERROR where an address lacks something; we say nothing (RFC 3501 §7.4.2)',
    ({ ours, theirs }) =>
      /MISSING_|SYNTAX_ERROR/.test(theirs ?? '') && !/MISSING_|SYNTAX_ERROR/.test(ours ?? ''),
  ],
  [
    'Nothing stands between two commas (RFC 5322 §4.4 obs-addr-list)',
    of(['a list with empty places'], /^to /),
  ],
  [
    'An address list that breaks RFC 5322 §3.4 is read so that each host stays in sight; Dovecot stops at the fault',
    of(['two at signs', 'semicolons between addresses', 'spaces between addresses'], /^to /),
  ],
  [
    'Unfolding takes the end of line away and nothing else (RFC 5322 §2.2.3); Dovecot makes one space of several',
    ({ ours, theirs }) => ours !== theirs && plainSpaces(ours) === plainSpaces(theirs),
  ],
  [
    'Of two fields of one name we tell the first, Dovecot the last (RFC 5322 §3.6 allows one)',
    of(['Subject twice', 'Date twice', 'Message-ID twice'], /^(?:subject|date|message-id)$/),
  ],
  [
    'Of two parameters of one name we tell the first, Dovecot both (RFC 2045 §5.1 allows one)',
    of(['parameter twice'], /parameters$/),
  ],
  [
    'A parameter that breaks RFC 2045 §5.1 is told as far as it can be read; Dovecot leaves it out or cuts it',
    of(
      [
        ...['parameter without a value', 'parameter never closed', 'parameter with an unquoted space'],
        ...['RFC 2231 in pieces, one missing', 'grown 18'],
      ],
      /parameters$/,
    ),
  ],
  [
    'What is no media type is text/plain (RFC 2045 §5.2), and so is a multipart that names no boundary',
    of(
      ['type alone', 'type empty', 'type that is nonsense', 'boundary empty', 'boundary missing'],
      /^(?:whole|1) /,
    ),
  ],
  [
    'Fields whose value breaks their grammar (RFC 2045 §6.1, RFC 2183 §2, RFC 3282 §2) are read for what they seem to mean',
    of(
      [
        ...['encoding ended by a semicolon', 'disposition empty', 'disposition of parameters only'],
        ...['language of commas'],
      ],
      /encoding|disposition|language/,
    ),
  ],
  [
    'A letter without MIME-Version is described by its fields (RFC 2045 §4 leaves it to the reader); Dovecot believes its type alone',
    of(['no MIME-Version'], /^whole (?:id|encoding)$/),
  ],
  [
    'The line of a delimiter is that of its boundary and padding (RFC 2046 §5.1.1, delimiter); Dovecot takes a longer line, and not the last one without its end',
    of(['boundary followed by something', 'ends on its boundary'], /^(?:whole parts|[12] )/),
  ],
  [
    'The body begins at a line of the header that is no field, as where a blank line was forgotten; Dovecot passes over the line',
    (difference) =>
      /^a (?:header line without a colon|first line that continues|field without a name)/.test(
        difference.letter,
      ) ||
      (isCount(difference) && difference.theirs === '0' && more(difference) > 0),
  ],
  [
    'The end of line before a delimiter is the delimiter’s (RFC 2046 §5.1.1); Dovecot counts it in a letter within whose last part or header ends there',
    (difference) =>
      difference.kind === 'message/rfc822' && isCount(difference) && [-2, -1].includes(more(difference)),
  ],
  [
    'A last CR without LF is an octet of the message; Dovecot leaves it out',
    (difference) => difference.letter.startsWith('grown') && isCount(difference) && more(difference) === 1,
  ],
];
