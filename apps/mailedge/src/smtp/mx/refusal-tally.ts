import type { ActContext, Refusal } from '@cachet/mss-core';

export type RefusalFacts = Readonly<Record<string, string | number | null>>;

/** Refusals of one kind to one peer within the present window. */
interface Tally {
  told: number;
  untold: number;
  context: ActContext;
  refusal: Refusal;
  facts: RefusalFacts;
}

export interface TallyLimits {
  readonly windowMs: number;
  /** Refusals of one kind told one by one, to a peer known by its certificate and to anybody else. */
  readonly toPeers: number;
  readonly toStrangers: number;
  /** Kinds and peers kept apart at one time. */
  readonly most: number;
}

const LIMITS: TallyLimits = { windowMs: 10 * 60_000, toPeers: 20, toStrangers: 3, most: 1000 };

/**
 * Refusals told one by one as long as they are few, then counted and told together, so that nobody outside fills the journal
 * and nothing refused goes untold (EX_GDT_5040).
 */
export class RefusalTally {
  readonly #tallies = new Map<string, Tally>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly write: (context: ActContext, refusal: Refusal, facts: RefusalFacts) => Promise<void>,
    private readonly onFault: (fault: unknown) => void,
    private readonly limits: TallyLimits = LIMITS,
  ) {
    this.#timer = setInterval(() => void this.tell(), limits.windowMs).unref();
  }

  async add(context: ActContext, refusal: Refusal, facts: RefusalFacts): Promise<void> {
    const tally = this.#tallyOf(context, refusal, facts);
    Object.assign(tally, { context, refusal, facts });
    const most = peerOf(context) === '' ? this.limits.toStrangers : this.limits.toPeers;
    if (tally.told >= most) {
      tally.untold += 1;
      return;
    }
    tally.told += 1;
    await this.write(context, refusal, facts);
  }

  /** Tells what was counted, and begins a new window. */
  async tell(): Promise<void> {
    const tallies = [...this.#tallies.values()];
    this.#tallies.clear();
    for (const { context, refusal, facts, untold } of tallies) {
      if (untold === 0) continue;
      await this.write(context, refusal, { ...facts, times: untold }).catch(this.onFault);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.tell();
  }

  #tallyOf(context: ActContext, refusal: Refusal, facts: RefusalFacts): Tally {
    const own = `${refusal.code} ${peerOf(context) || context.remoteAddress}`;
    const key = this.#tallies.has(own) || this.#tallies.size < this.limits.most ? own : refusal.code;
    const tally = this.#tallies.get(key) ?? { told: 0, untold: 0, context, refusal, facts };
    this.#tallies.set(key, tally);
    return tally;
  }
}

function peerOf({ actor }: ActContext): string {
  return actor.kind === 'peer' ? actor.dn : '';
}
