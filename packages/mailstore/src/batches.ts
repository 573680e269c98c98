/** Commits under way at one time: while one waits for the disk another may work. */
const MOST_UNDERWAY = 2;
/** Milliseconds: longer than a commit takes where nothing is wrong. */
const PATIENCE_MS = 20;

/** What waits, divided in what the next commit takes and what stays. */
export interface Divided<W> {
  readonly batch: readonly W[];
  readonly left: readonly W[];
}

interface Underway {
  readonly size: number;
  readonly began: number;
}

/**
 * What comes while others are being committed goes together in the next commit: under load one serves many, alone none waits. A second one
 * begins beside the first when it is as large, or when the first takes longer than it should: of fewer commits each costs less, and one
 * that hangs keeps nobody waiting.
 */
export class Batches<W> {
  #waiting: readonly W[] = [];
  readonly #underway = new Set<Underway>();
  #timer: NodeJS.Timeout | null = null;

  /** `divide` takes one at least; `commit` settles those it was given, and never rejects. */
  constructor(
    private readonly divide: (waiting: readonly W[]) => Divided<W>,
    private readonly commit: (batch: readonly W[]) => Promise<void>,
  ) {}

  add(one: W): void {
    this.#waiting = [...this.#waiting, one];
    this.#launch();
  }

  #launch(): void {
    while (this.#underway.size < MOST_UNDERWAY && this.#waiting.length > 0) {
      const { batch, left } = this.divide(this.#waiting);
      const patience = this.#patienceOf(batch.length);
      if (patience > 0) {
        if (!this.#timer) this.#timer = setTimeout(() => this.#lookAgain(), Math.ceil(patience));
        return;
      }
      this.#waiting = left;
      void this.#run(batch);
    }
  }

  async #run(batch: readonly W[]): Promise<void> {
    const underway = { size: batch.length, began: performance.now() };
    this.#underway.add(underway);
    try {
      await this.commit(batch);
    } finally {
      this.#underway.delete(underway);
      this.#launch();
    }
  }

  /** Milliseconds for which that many may still wait for others to join them. */
  #patienceOf(count: number): number {
    const [oldest] = this.#underway;
    if (!oldest || count >= oldest.size) return 0;
    return oldest.began + PATIENCE_MS - performance.now();
  }

  #lookAgain(): void {
    this.#timer = null;
    this.#launch();
  }
}
