import type { FhirFailure } from './fhir-failure.js';

const FAILURES_IN_A_ROW = 3;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
/** Who may call us off for longer than that is not believed. */
const LONGEST_TOLD_MS = 60 * 60_000;
const MINUTE_MS = 60_000;

/** Why nobody calls for a while, and until when. */
export interface GateNotice {
  readonly trouble: FhirFailure['trouble'];
  readonly until: Date;
}

/**
 * Whether a service may be called: within a budget a minute, not while it asked for a rest or refuses our key, and not for a while after it
 * failed several times in a row; each time longer.
 */
export class CallGate {
  private tokens: number;
  private filledAt: number;
  private failures = 0;
  private closedUntil = 0;

  constructor(
    private readonly now: () => Date,
    private readonly perMinute: number,
    private readonly onNotice: (notice: GateNotice) => void = () => undefined,
  ) {
    this.tokens = perMinute;
    this.filledAt = now().getTime();
  }

  /** Takes one call from the budget; false when it may not be made. */
  mayCall(): boolean {
    const at = this.now().getTime();
    const filled = ((at - this.filledAt) / MINUTE_MS) * this.perMinute;
    this.tokens = Math.min(this.perMinute, this.tokens + Math.max(0, filled));
    this.filledAt = at;
    if (at < this.closedUntil || this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed({ trouble, retryAfterMs }: FhirFailure): void {
    // It heard us: the question was wrong, not the service.
    if (trouble === 'refused') return;
    this.failures += 1;
    const doubled = FIRST_PAUSE_MS * 2 ** Math.max(0, this.failures - FAILURES_IN_A_ROW);
    const pause = Math.min(doubled, LONGEST_PAUSE_MS);
    if (trouble === 'throttled' || retryAfterMs !== null)
      this.close(trouble, Math.min(retryAfterMs ?? pause, LONGEST_TOLD_MS));
    else if (trouble === 'refusedKey') this.close(trouble, LONGEST_PAUSE_MS);
    else if (this.failures >= FAILURES_IN_A_ROW) this.close(trouble, pause);
  }

  private close(trouble: FhirFailure['trouble'], pauseMs: number): void {
    this.closedUntil = Math.max(this.closedUntil, this.now().getTime() + pauseMs);
    this.onNotice({ trouble, until: new Date(this.closedUntil) });
  }
}
