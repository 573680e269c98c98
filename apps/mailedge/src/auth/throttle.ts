const FREE_FAILURES = 3;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
const MEMORY_MS = 15 * 60_000;
const MOST_ACCOUNTS = 10_000;

/**
 * Failed sign-ins by account. Only failures wait, longer and longer: nobody can keep the holder of a BAL out by failing in
 * their name, and no network address is ever banned (EX_LPS_0110).
 */
export class SignInThrottle {
  readonly #failures = new Map<string, { count: number; at: number }>();

  /** Notes a failure; answers how long its answer must wait, in milliseconds. */
  failed(account: string, at: Date): number {
    const known = this.#failures.get(account);
    const count = known && at.getTime() - known.at < MEMORY_MS ? known.count + 1 : 1;
    this.#failures.delete(account);
    this.#failures.set(account, { count, at: at.getTime() });
    this.#forgetOldest();
    return count <= FREE_FAILURES
      ? 0
      : Math.min(FIRST_DELAY_MS * 2 ** (count - FREE_FAILURES - 1), LONGEST_DELAY_MS);
  }

  succeeded(account: string): void {
    this.#failures.delete(account);
  }

  #forgetOldest(): void {
    if (this.#failures.size <= MOST_ACCOUNTS) return;
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
  }
}
