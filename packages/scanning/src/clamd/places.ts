/** A bounded number of things at one time. */
export class Places {
  #taken = 0;
  #waiting: (() => void)[] = [];

  constructor(private readonly count: number) {}

  /** How to give a place back, taken at once; null when none is free. */
  take(): (() => void) | null {
    if (this.#taken >= this.count) return null;
    this.#taken += 1;
    return this.#leaving();
  }

  /** A place in turn; null when none became free in time. */
  async wait(ms: number): Promise<(() => void) | null> {
    const taken = this.take();
    if (taken) return taken;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const comes = () => resolve(true);
    this.#waiting.push(comes);
    const timer = setTimeout(() => {
      this.#waiting = this.#waiting.filter((other) => other !== comes);
      resolve(false);
    }, ms);
    const isMine = await promise;
    clearTimeout(timer);
    return isMine ? this.#leaving() : null;
  }

  #leaving(): () => void {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      // Handed to whoever waits first, so that nobody who came later passes.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken -= 1;
    };
  }
}
