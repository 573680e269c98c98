import { setTimeout as pause } from 'node:timers/promises';
import {
  type ActContext,
  type MailPath,
  type PeerRefusalPorts,
  type Refusal,
  tracePeerRefusal,
} from '@cachet/mss-core';
import { GuessingPace } from './guessing-pace.js';
import { type RefusalFacts, RefusalTally } from './refusal-tally.js';

/** What is known of peers from one session to the next; one for the whole entry. */
export class PeerWatch {
  readonly #tally: RefusalTally;

  constructor(
    ports: PeerRefusalPorts,
    onFault: (fault: unknown) => void,
    tally?: RefusalTally,
    private readonly pace = new GuessingPace(),
  ) {
    this.#tally =
      tally ??
      new RefusalTally(
        (context, refusal, facts) => tracePeerRefusal(ports, context, refusal, facts),
        onFault,
      );
  }

  /** Traces a refusal among the operator's own facts. */
  async refused(context: ActContext, refusal: Refusal, facts: RefusalFacts): Promise<void> {
    await this.#tally.add(context, refusal, facts);
  }

  /** Waits as long as a peer that guesses addresses must. */
  async unknownRecipient(peer: string, sender: MailPath | null): Promise<void> {
    const delay = this.pace.delay(peer, sender, performance.now());
    if (delay > 0) await pause(delay, undefined, { ref: false });
  }

  /** Tells what was counted so far. */
  tell(): Promise<void> {
    return this.#tally.tell();
  }

  /** Tells what is not told yet, and counts no more. */
  close(): Promise<void> {
    return this.#tally.close();
  }
}
