import { setTimeout as wait } from 'node:timers/promises';

export interface DueWork<T> {
  /** At most so many, the oldest first. */
  waiting(limit: number): Promise<readonly T[]>;
  /** Answers whether there was anything to do. */
  handle(due: T): Promise<boolean>;
  /** Calls when something is due. Answers how to stop hearing. */
  onDue(listener: () => void): () => void;
  /** One that fails keeps no other waiting; null when nothing could be looked for. */
  failed(fault: unknown, due: T | null): void | Promise<void>;
}

const AT_ONE_TIME = 100;
/** What was not announced, or failed, is looked for again after this long. */
const REST_MS = 60_000;

/** Does what is due as soon as it is; several processes may, each thing is done once. */
export class DueLoop<T> {
  #stopped = false;
  #wake: () => void = () => undefined;
  #stopHearing: () => void = () => undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(private readonly work: DueWork<T>) {}

  start(): void {
    this.#stopHearing = this.work.onDue(() => this.#wake());
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopHearing();
    this.#wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const resting = new AbortController();
      this.#wake = () => resting.abort();
      if ((await this.#handleAll()) > 0) continue;
      await wait(REST_MS, undefined, { ref: false, signal: resting.signal }).catch(() => undefined);
    }
  }

  async #handleAll(): Promise<number> {
    let handled = 0;
    try {
      for (const due of await this.work.waiting(AT_ONE_TIME)) {
        const isDone = await this.work.handle(due).catch(async (fault: unknown) => {
          await this.work.failed(fault, due);
          return false;
        });
        if (isDone) handled += 1;
      }
    } catch (fault) {
      await this.work.failed(fault, null);
    }
    return handled;
  }
}
