import type { Flag } from './flags.js';
import type { UidSet } from './uid-set.js';

/** A calendar day `YYYY-MM-DD`, compared without regard to time and zone (RFC 3501 §6.4.4). */
export type Day = string;

/**
 * A question put to a folder: the tree of RFC 3501 §6.4.4 after the edge has resolved sequence numbers to uids.
 * `from` is included, `before` is not. Texts are compared after decoding, without regard to case; an empty `contains`
 * matches wherever the thing exists.
 */
export type SearchKey =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly keys: readonly SearchKey[] }
  | { readonly kind: 'not'; readonly key: SearchKey }
  | { readonly kind: 'uid'; readonly uids: UidSet }
  | { readonly kind: 'message'; readonly messageId: string }
  | { readonly kind: 'flag'; readonly flag: Flag; readonly present: boolean }
  | { readonly kind: 'modseq'; readonly atLeast: number }
  | { readonly kind: 'size'; readonly largerThan?: number; readonly smallerThan?: number }
  | {
      readonly kind: 'internalDay' | 'savedDay' | 'sentDay';
      readonly from?: Day;
      readonly before?: Day;
    }
  /** Within the last seconds (RFC 5032): `youngerThan` included, `olderThan` included, in seconds before `now`. */
  | { readonly kind: 'age'; readonly now: Date; readonly youngerThan?: number; readonly olderThan?: number }
  /** Any header field of the message itself, by name without regard to case. */
  | { readonly kind: 'header'; readonly name: string; readonly contains: string }
  /** Text of the bodies; `text` also looks at the headers. */
  | { readonly kind: 'body' | 'text'; readonly contains: string };
