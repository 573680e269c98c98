import type { ImapLimits } from '../ports.js';

/** Why time ended a session: the text of its BYE. */
export type Expiry = 'signIn' | 'idle' | 'total';

/** The time limits of one connection, counted from its own commands only. */
export class SessionClock {
  #idle: NodeJS.Timeout | null = null;
  #total: NodeJS.Timeout | null = null;
  #signIn: NodeJS.Timeout | null;

  constructor(
    private readonly limits: ImapLimits,
    private readonly onExpiry: (expiry: Expiry) => void,
  ) {
    this.#signIn = setTimeout(() => onExpiry('signIn'), limits.signInMs);
  }

  // EX_LPS_1000: 15 minutes without a command, 4 hours in all, counted from authentication.
  signedIn(): void {
    if (this.#signIn) clearTimeout(this.#signIn);
    this.#signIn = null;
    this.#idle = setTimeout(() => this.onExpiry('idle'), this.limits.idleMs);
    this.#total = setTimeout(() => this.onExpiry('total'), this.limits.sessionMs);
  }

  /** The client sent something of its own. An idling client sends nothing: IDLE counts as inactivity. */
  touch(): void {
    this.#idle?.refresh();
  }

  stop(): void {
    for (const timer of [this.#signIn, this.#idle, this.#total]) if (timer) clearTimeout(timer);
  }
}
