import { type Database, isAnswer, type Statement } from '@cachet/schema';

/** Letters that share a transaction: enough to share the cost of a commit, few enough that none waits long for the others. */
const MOST_TOGETHER = 16;
/** Transactions of letters under way at one time. */
const MOST_UNDERWAY = 2;
const ARGUMENTS = 10;

/** A short letter for one BAL: the arguments of the database's `receive_letter`. */
export interface ShortLetter {
  readonly tenantId: string;
  readonly balId: string;
  readonly values: readonly unknown[];
}

interface Waiting extends ShortLetter {
  resolve(): void;
  reject(fault: unknown): void;
}

/**
 * Receives short letters. Those that come while others are being committed go together in the next transaction: under load a commit
 * serves many, alone none waits. One that the database refuses is refused alone.
 */
export class LetterBatches {
  #waiting: Waiting[] = [];
  #underway = 0;

  constructor(private readonly database: Pick<Database, 'alone'>) {}

  /** Settled once the letter is committed. @throws what the database says of this letter. */
  receive(letter: ShortLetter): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ ...letter, resolve, reject });
    this.#launch();
    return promise;
  }

  #launch(): void {
    while (this.#underway < MOST_UNDERWAY && this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_TOGETHER);
      this.#underway += 1;
      void this.#commit(batch).finally(() => {
        this.#underway -= 1;
        this.#launch();
      });
    }
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.database.alone(receivingAll(batch));
      for (const { resolve } of batch) resolve();
    } catch (fault) {
      // Only an answer of the database tells that nothing was kept; after a lost connection nobody knows, and nothing is tried twice.
      if (batch.length > 1 && isAnswer(fault))
        await Promise.all(batch.map((letter) => this.#commit([letter])));
      else for (const { reject } of batch) reject(fault);
    }
  }
}

/** In one order for all, so that two transactions never wait for each other's folders. */
function receivingAll(batch: readonly ShortLetter[]): Statement {
  const keyOf = ({ tenantId, balId }: ShortLetter) => `${tenantId} ${balId}`;
  const letters = [...batch].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const calls = letters.map((_, letter) => {
    const numbers = Array.from({ length: ARGUMENTS }, (_, index) => `$${letter * ARGUMENTS + index + 1}`);
    return `receive_letter(${numbers.join(', ')})`;
  });
  return { text: `select ${calls.join(', ')}`, values: letters.flatMap(({ values }) => values) };
}
