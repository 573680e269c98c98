import type { TenantId } from '@cachet/mss-core';
import { type Database, isAnswer, type Statement } from '@cachet/schema';
import pLimit from 'p-limit';
import { gaveUpWaiting } from './gave-up-waiting.js';

/** Letters that share a transaction: enough to share the cost of a commit, few enough that none waits long for the others. */
const MOST_TOGETHER = 16;
/** Transactions of letters under way at one time. */
const MOST_UNDERWAY = 2;
const ARGUMENTS = 13;
/** A folder that somebody holds for longer keeps its own letters waiting, and no others. */
const PATIENCE_MS = 300;
/** Letters that wait for a held folder at one time, each on a connection of its own. */
const MOST_HELD_UP = 4;

/** A short letter for one BAL: the arguments of the database's `receive_letter`. */
export interface ShortLetter {
  readonly tenantId: TenantId;
  readonly balId: string;
  readonly folder: string;
  readonly values: readonly unknown[];
}

interface Waiting extends ShortLetter {
  resolve(): void;
  reject(fault: unknown): void;
}

/**
 * Receives short letters. Those that come while others are being committed go together in the next transaction: under load a commit
 * serves many, alone none waits. One that the database refuses, or that has to wait for its folder, does so alone.
 */
export class LetterBatches {
  #waiting: Waiting[] = [];
  #underway = 0;
  readonly #heldUp = pLimit(MOST_HELD_UP);

  constructor(private readonly database: Pick<Database, 'alone' | 'atOnce'>) {}

  /** Settled once the letter is committed. @throws what the database says of this letter. */
  receive(letter: ShortLetter): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
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
  #takeBatch(): readonly Waiting[] {
    const folders = new Map<string, string>();
    const [batch, left]: [Waiting[], Waiting[]] = [[], []];
    for (const letter of this.#waiting) {
      const isTaken =
        batch.length < MOST_TOGETHER && (folders.get(letter.balId) ?? letter.folder) === letter.folder;
      if (isTaken) folders.set(letter.balId, letter.folder);
      (isTaken ? batch : left).push(letter);
    }
    this.#waiting = left;
    return batch;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.database.alone(receivingAll(batch));
      for (const { resolve } of batch) resolve();
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
  async #await({ tenantId, values, resolve, reject }: Waiting): Promise<void> {
    try {
      await this.database.atOnce([{ text: `select ${receiving(0)}`, values, tenantId }]);
      resolve();
    } catch (fault) {
      reject(fault);
    }
  }
}

function isHeld(fault: unknown): boolean {
  // deadlock_detected
  return gaveUpWaiting(fault) || (fault instanceof Error && 'code' in fault && fault.code === '40P01');
}

/** In one order for all, so that two transactions never wait for each other's folders. */
function receivingAll(batch: readonly ShortLetter[]): Statement {
  const keyOf = ({ tenantId, balId }: ShortLetter) => `${tenantId} ${balId}`;
  const letters = [...batch].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const patience = `set_config('lock_timeout', '${PATIENCE_MS}', true)`;
  const calls = letters.map((_, index) => receiving(index));
  return {
    text: `select ${[patience, ...calls].join(', ')}`,
    values: letters.flatMap(({ values }) => values),
  };
}

function receiving(letter: number): string {
  const numbers = Array.from({ length: ARGUMENTS }, (_, index) => `$${letter * ARGUMENTS + index + 1}`);
  return `receive_letter(${numbers.join(', ')})`;
}
