/** Commits under way at one time: while one waits for the disk another may work. */
const MOST_UNDERWAY = 2;

/** What waits, divided in what the next commit takes and what stays. */
export interface Divided<W> {
  readonly batch: readonly W[];
  readonly left: readonly W[];
}

/** What comes while others are being committed goes together in the next commit: under load one serves many, alone none waits. */
export class Batches<W> {
  #waiting: readonly W[] = [];
  #underway = 0;
  #lastBegan = 0;
  #timer: NodeJS.Timeout | null = null;

  /**
   * `divide` takes one at least; `commit` settles those it was given, and never rejects. Until the first commit under way is that old, in
   * milliseconds, a second one begins only with as many as it can take: the fewer commits, the more share each.
   */
  constructor(
    private readonly divide: (waiting: readonly W[]) => Divided<W>,
    private readonly commit: (batch: readonly W[]) => Promise<void>,
    private readonly secondAfterMs = 0,
  ) {}

  add(one: W): void {
    this.#waiting = [...this.#waiting, one];
    this.#launch();
  }

  #launch(): void {
    while (this.#underway < MOST_UNDERWAY && this.#waiting.length > 0) {
      const { batch, left } = this.divide(this.#waiting);
      if (left.length === 0 && this.#mayGrow()) {
        this.#lookAgain();
        return;
      }
      this.#waiting = left;
      this.#underway += 1;
      this.#lastBegan = performance.now();
      void this.commit(batch).finally(() => {
        this.#underway -= 1;
        this.#launch();
      });
    }
  }

  #mayGrow(): boolean {
    return this.#underway > 0 && performance.now() - this.#lastBegan < this.secondAfterMs;
  }

  /** A commit that hangs keeps nobody waiting for longer. */
  #lookAgain(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#launch();
    }, this.secondAfterMs);
  }
}
