const WARNING_MS = 120_000;
const PROLONG_EVERY_MS = 60_000;
const SHARED_KEY = 'cachet.activity';

type Phase = 'active' | 'warning' | 'over';

/** What the tabs of one browser share: when the person last did something, in milliseconds. */
export interface SharedMoment {
  read(): number;
  write(at: number): void;
}

/** How long a person has done nothing, over all their tabs. All durations in milliseconds. */
export class IdleClock {
  private lastSign: number;
  private prolongedAt: number;

  constructor(
    private readonly idleMs: number,
    private readonly now: () => number,
    private readonly shared: SharedMoment = browserMoment,
  ) {
    this.lastSign = now();
    this.prolongedAt = now();
    shared.write(this.lastSign);
  }

  /** A sign of life. Says when the API should hear of it; during the warning only an explicit choice counts. */
  stir(): 'prolong' | 'nothing' {
    if (this.phase() !== 'active') return 'nothing';
    this.lastSign = this.now();
    this.shared.write(this.lastSign);
    if (this.now() - this.prolongedAt < Math.min(PROLONG_EVERY_MS, this.idleMs / 4)) return 'nothing';
    this.prolongedAt = this.now();
    return 'prolong';
  }

  reset(): void {
    this.lastSign = this.now();
    this.prolongedAt = this.now();
    this.shared.write(this.lastSign);
  }

  phase(): Phase {
    const idle = this.now() - Math.max(this.lastSign, this.shared.read());
    if (idle >= this.idleMs) return 'over';
    return idle >= this.idleMs - Math.min(WARNING_MS, this.idleMs / 3) ? 'warning' : 'active';
  }
}

const browserMoment: SharedMoment = {
  read: () => Number(window.localStorage.getItem(SHARED_KEY)) || 0,
  write: (at) => window.localStorage.setItem(SHARED_KEY, String(at)),
};
