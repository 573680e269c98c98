import type { UidSet } from '@cachet/mss-core/messaging';
import type { SelectedFolder } from '../session/selected-folder.js';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';
import { plainSet, type SequenceSet, sequenceSet } from '../wire/sequence-set.js';

/** The messages a command names: numbers, or those a search saved (`$`, RFC 5182 §2.1). */
export type MessageSet = SequenceSet | 'saved';

export function messageSet(args: Cursor): MessageSet {
  return args.tryTake('$') ? 'saved' : sequenceSet(args);
}

/**
 * The known uids a set names, by uid or by message number. Uids nobody has are passed over (RFC 3501 §6.4.8); a range of
 * numbers that begins after the last message is an error of the client's.
 */
export function namedUids(folder: SelectedFolder, set: MessageSet, byUid: boolean): number[] {
  const { sequence } = folder;
  if (byUid || set === 'saved') return sequence.among(uidsOf(folder, set, sequence.lastUid));
  const numbers = plainSet(set, sequence.count);
  const beyond = numbers.some(({ first }) => first > sequence.count);
  if (beyond) throw new SyntaxProblem('No such message number');
  return sequence.atNumbers(numbers);
}

/** The uids a set of uids names, whether they are there or not; `*` is `largest`. */
export function uidsOf({ saved }: SelectedFolder, set: MessageSet, largest: number): UidSet {
  return set === 'saved' ? saved : plainSet(set, largest);
}
