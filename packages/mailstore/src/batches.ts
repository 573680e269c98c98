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

  /** `divide` takes one at least; `commit` settles those it was given, and never rejects. */
  constructor(
    private readonly divide: (waiting: readonly W[]) => Divided<W>,
    private readonly commit: (batch: readonly W[]) => Promise<void>,
    private readonly mostUnderway = MOST_UNDERWAY,
  ) {}

  add(one: W): void {
    this.#waiting = [...this.#waiting, one];
    this.#launch();
  }

  #launch(): void {
    while (this.#underway < this.mostUnderway && this.#waiting.length > 0) {
      const { batch, left } = this.divide(this.#waiting);
      this.#waiting = left;
      this.#underway += 1;
      void this.commit(batch).finally(() => {
        this.#underway -= 1;
        this.#launch();
      });
    }
  }
}
