import { domainOfPath, type MailPath } from '@cachet/mss-core';

// EX_3.1_5015: the mass mail of the ministry is never held back.
const NEVER_HELD = 'dgs.mssante.fr';

export interface PaceLimits {
  /** Unknown recipients within a window that nobody waits for. */
  readonly free: number;
  readonly windowMs: number;
  /** Between two answers beyond those, for all the sessions of one peer. */
  readonly stepMs: number;
  readonly longestMs: number;
}

const LIMITS: PaceLimits = { free: 100, windowMs: 10 * 60_000, stepMs: 500, longestMs: 10_000 };
const MOST_PEERS = 2000;

interface Guesses {
  since: number;
  count: number;
  /** When the next answer may leave. */
  next: number;
}

/**
 * Slows a peer that names very many BAL that do not exist, whatever the number of its sessions: it waits for the answer to those, and
 * for nothing else. A recipient that exists is never waited for, so that no letter is ever held back.
 */
export class GuessingPace {
  readonly #peers = new Map<string, Guesses>();

  constructor(private readonly limits: PaceLimits = LIMITS) {}

  /** How long the answer to one more unknown recipient waits, in milliseconds. `at` is read from a clock that only goes forward. */
  delay(peer: string, sender: MailPath | null, at: number): number {
    if (sender && domainOfPath(sender) === NEVER_HELD) return 0;
    const guesses = this.#guessesOf(peer, at);
    guesses.count += 1;
    if (guesses.count <= this.limits.free) return 0;
    guesses.next = Math.max(guesses.next, at) + this.limits.stepMs;
    return Math.min(guesses.next - at, this.limits.longestMs);
  }

  #guessesOf(peer: string, at: number): Guesses {
    const known = this.#peers.get(peer);
    if (known && at - known.since < this.limits.windowMs) return known;
    const fresh = { since: at, count: 0, next: at };
    this.#peers.delete(peer);
    this.#peers.set(peer, fresh);
    const [oldest] = this.#peers.keys();
    if (this.#peers.size > MOST_PEERS && oldest !== undefined) this.#peers.delete(oldest);
    return fresh;
  }
}
