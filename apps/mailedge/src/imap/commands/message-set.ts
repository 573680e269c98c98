import type { SequenceMap } from '../session/sequence-map.js';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';
import { plainSet, type SequenceSet, sequenceSet } from '../wire/sequence-set.js';

export function messageSet(args: Cursor): SequenceSet {
  return sequenceSet(args);
}

/**
 * The known uids a set names, by uid or by message number. Uids nobody has are passed over (RFC 3501 §6.4.8); a range of
 * numbers that begins after the last message is an error of the client's.
 */
export function namedUids(sequence: SequenceMap, set: SequenceSet, byUid: boolean): number[] {
  if (byUid) return sequence.among(plainSet(set, sequence.lastUid));
  const numbers = plainSet(set, sequence.count);
  const beyond = numbers.some(({ first }) => first > sequence.count);
  if (beyond) throw new SyntaxProblem('No such message number');
  return sequence.atNumbers(numbers);
}
