/** Wakes the one who waits; raised while nobody waits, it is remembered once. */
export class Signal {
  #raised = false;
  #wake: (() => void) | null = null;

  raise(): void {
    const wake = this.#wake;
    this.#wake = null;
    if (wake) wake();
    else this.#raised = true;
  }

  wait(): Promise<void> {
    if (this.#raised) {
      this.#raised = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
