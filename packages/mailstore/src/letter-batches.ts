import type { TenantId } from '@cachet/mss-core';
import { type Database, isAnswer, type Statement } from '@cachet/schema';
import pLimit from 'p-limit';
import { gaveUpWaiting } from './gave-up-waiting.js';

/** Letters that share a transaction: enough to share the cost of a commit, few enough that none waits long for the others. */
const MOST_TOGETHER = 16;
/** Transactions of letters under way at one time. */
const MOST_UNDERWAY = 2;
/** A folder that somebody holds for longer keeps its own letters waiting, and no others. */
const PATIENCE_MS = 300;
/** Letters that wait for a held folder at one time, each on a connection of its own. */
const MOST_HELD_UP = 4;

/** The function of the database that files a letter, and how many arguments it takes. */
export interface LetterFunction {
  readonly name: 'receive_letter' | 'append_letter';
  readonly takes: number;
}

/** A short letter for one BAL: the arguments of that function. */
export interface ShortLetter {
  readonly tenantId: TenantId;
  readonly balId: string;
  readonly folder: string;
  readonly values: readonly unknown[];
}

interface Waiting<A> extends ShortLetter {
  resolve(answer: A): void;
  reject(fault: unknown): void;
}

/**
 * Files short letters. Those that come while others are being committed go together in the next transaction: under load a commit
 * serves many, alone none waits. One that the database refuses, or that has to wait for its folder, does so alone.
 */
export class LetterBatches<A> {
  #waiting: Waiting<A>[] = [];
  #underway = 0;
  readonly #heldUp = pLimit(MOST_HELD_UP);

  constructor(
    private readonly database: Pick<Database, 'alone' | 'atOnce'>,
    private readonly filing: LetterFunction,
  ) {}

  /** What the function answers, once the letter is committed. @throws what the database says of this letter. */
  file(letter: ShortLetter): Promise<A> {
    const { promise, resolve, reject } = Promise.withResolvers<A>();
    this.#waiting.push({ ...letter, resolve, reject });
    this.#launch();
    return promise;
  }

  #launch(): void {
    while (this.#underway < MOST_UNDERWAY && this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      this.#underway += 1;
      void this.#commit(batch).finally(() => {
        this.#underway -= 1;
        this.#launch();
      });
    }
  }

  /** Of one BAL, letters for one folder: whoever holds its room would wait for its other folder. */
  #takeBatch(): readonly Waiting<A>[] {
    const folders = new Map<string, string>();
    const [batch, left]: [Waiting<A>[], Waiting<A>[]] = [[], []];
    for (const letter of this.#waiting) {
      const isTaken =
        batch.length < MOST_TOGETHER && (folders.get(letter.balId) ?? letter.folder) === letter.folder;
      if (isTaken) folders.set(letter.balId, letter.folder);
      (isTaken ? batch : left).push(letter);
    }
    this.#waiting = left;
    return batch;
  }

  async #commit(batch: readonly Waiting<A>[]): Promise<void> {
    try {
      const letters = inOrder(batch);
      const [answers = {}] = await this.database.alone<Record<string, A>>(allFiling(this.filing, letters));
      for (const [index, { resolve }] of letters.entries()) resolve(answers[answerName(index)] as A);
    } catch (fault) {
      const [first, ...others] = batch;
      // Only an answer of the database tells that nothing was kept; after a lost connection nobody knows, and nothing is tried twice.
      if (others.length > 0 && isAnswer(fault))
        await Promise.all(batch.map((letter) => this.#commit([letter])));
      else if (first && isHeld(fault)) void this.#heldUp(() => this.#await(first));
      else for (const { reject } of batch) reject(fault);
    }
  }

  /** Waits for the folder as long as a statement may last. */
  async #await({ tenantId, values, resolve, reject }: Waiting<A>): Promise<void> {
    try {
      const text = `select ${calling(this.filing, 0)}`;
      const [[answers]] = (await this.database.atOnce([{ text, values, tenantId }])) as [[Record<string, A>]];
      resolve(answers[answerName(0)] as A);
    } catch (fault) {
      reject(fault);
    }
  }
}

function isHeld(fault: unknown): boolean {
  // deadlock_detected
  return gaveUpWaiting(fault) || (fault instanceof Error && 'code' in fault && fault.code === '40P01');
}

/** One order for all, so that two transactions never wait for each other's folders. */
function inOrder<L extends ShortLetter>(batch: readonly L[]): readonly L[] {
  const keyOf = ({ tenantId, balId }: ShortLetter) => `${tenantId} ${balId}`;
  return [...batch].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function allFiling(filing: LetterFunction, letters: readonly ShortLetter[]): Statement {
  const patience = `set_config('lock_timeout', '${PATIENCE_MS}', true)`;
  const calls = letters.map((_, index) => calling(filing, index));
  return {
    text: `select ${[patience, ...calls].join(', ')}`,
    values: letters.flatMap(({ values }) => values),
  };
}

function calling({ name, takes }: LetterFunction, letter: number): string {
  const numbers = Array.from({ length: takes }, (_, index) => `$${letter * takes + index + 1}`);
  return `${name}(${numbers.join(', ')}) as ${answerName(letter)}`;
}

function answerName(letter: number): string {
  return `letter${letter}`;
}
