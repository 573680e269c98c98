import { type Letter, sha256 } from './letters.js';

/**
 * What a client was told of one attempt. `unknown`: the connection ended after the content had left and before the reply, so that
 * nobody can know; `notSent`: it ended, or the server refused, before the content had left whole.
 */
export type Fate = 'accepted' | 'refused' | 'notSent' | 'unknown';

export interface Attempt {
  readonly letter: Letter;
  readonly number: number;
  readonly sha: string;
  fate: Fate;
  /** The reply, or what ended the connection. */
  told: string;
}

/** What each client was told, attempt by attempt. */
export class Ledger {
  readonly attempts = new Map<string, Attempt>();

  /** Opens an attempt; until its fate is told, nothing of it may be kept. */
  begin(letter: Letter, number: number, bytes: Buffer): Attempt {
    const attempt: Attempt = { letter, number, sha: sha256(bytes), fate: 'notSent', told: '' };
    this.attempts.set(markOf(attempt), attempt);
    return attempt;
  }

  count(fate: Fate): number {
    return [...this.attempts.values()].filter((attempt) => attempt.fate === fate).length;
  }

  /** Attempts by letter, in the order in which they were made. */
  byLetter(): ReadonlyMap<string, readonly Attempt[]> {
    return Map.groupBy(this.attempts.values(), ({ letter }) => letter.id);
  }
}

export function markOf({ letter, number }: Pick<Attempt, 'letter' | 'number'>): string {
  return `${letter.id} ${number}`;
}
