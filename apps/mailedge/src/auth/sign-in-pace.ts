import { setTimeout as wait } from 'node:timers/promises';
import { isPermanent, type Outcome } from '@cachet/mss-core';
import { toTheBeat } from '@cachet/runtime';
import { SignInThrottle } from './throttle.js';

const LONGEST_ACCOUNT = 254;

/** How fast sign-ins are answered, one pace for every door: who fails at IMAP does not start afresh at submission. */
export class SignInPace {
  readonly #throttle = new SignInThrottle();

  /** Without growing delays (`isGrowing` false), failures still wait for the beat. */
  constructor(
    private readonly isGrowing: boolean,
    private readonly pause: (ms: number) => Promise<unknown> = wait,
  ) {}

  /** Lets one sign-in happen. `address` is the BAL as the client wrote it, empty when it wrote none. */
  async hold<T>(address: string, signIn: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const account = address.toLowerCase().slice(0, LONGEST_ACCOUNT);
    const began = performance.now();
    const outcome = await signIn();
    if (outcome.ok) {
      this.#throttle.succeeded(account);
      return outcome;
    }
    // An outage of the identity provider is nobody's failure: it slows nobody down and tells nothing of a BAL.
    if (!isPermanent(outcome.refusal)) return outcome;
    const delay = this.#throttle.failed(account, new Date());
    // So that the timing of a failure does not tell a known BAL from an unknown one.
    await this.pause(toTheBeat(performance.now() - began) + (this.isGrowing ? delay : 0));
    return outcome;
  }
}
