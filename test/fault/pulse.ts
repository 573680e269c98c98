import type { Moment } from './smtp-client.js';

/** Counts the moments of all dialogues, so that a strike falls between two steps of a protocol and not between two ticks of a clock. */
export class Pulse {
  #moments = 0;
  #replies = 0;
  #isOver = false;
  #waiting: { readonly isDue: () => boolean; readonly resolve: () => void }[] = [];

  beat(moment: Moment): void {
    this.#moments += 1;
    if (moment === 'reply' || moment === 'connected') this.#replies += 1;
    this.#wake();
  }

  /** Nothing more will come: whoever waits goes on. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  moments(count: number): Promise<void> {
    const goal = this.#moments + count;
    return this.#when(() => this.#moments >= goal);
  }

  replies(count: number): Promise<void> {
    const goal = this.#replies + count;
    return this.#when(() => this.#replies >= goal);
  }

  #when(isDue: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ isDue, resolve });
    this.#wake();
    return promise;
  }

  #wake(): void {
    const due = this.#waiting.filter(({ isDue }) => this.#isOver || isDue());
    this.#waiting = this.#waiting.filter((waiter) => !due.includes(waiter));
    for (const { resolve } of due) resolve();
  }
}
