import {
  type NewId,
  type QuotaCrossing,
  type QuotaCrossings,
  type QuotaPorts,
  tellQuota,
} from '@cachet/mss-core';
import { DueLoop } from '../due/due-loop.js';
import type { Log } from '../smtp/ports.js';

export interface QuotaTellerDeps extends QuotaPorts {
  readonly crossings: QuotaCrossings;
  /** Calls when a BAL crossed a threshold. Answers how to stop hearing. */
  onCrossed(listener: () => void): () => void;
  readonly log: Log;
  now(): Date;
  readonly newId: NewId;
}

/** Tells the holders of BAL that fill up, as soon as one does; several processes may, each crossing is told once. */
export class QuotaTeller extends DueLoop<QuotaCrossing> {
  constructor(deps: QuotaTellerDeps) {
    const actor = { kind: 'system', name: 'quota' } as const;
    super({
      waiting: (limit) => deps.crossings.waiting(limit),
      onDue: (listener) => deps.onCrossed(listener),
      handle: async (crossing) => {
        const act = { actor, means: 'job', at: deps.now(), correlationId: deps.newId() } as const;
        const outcome = await tellQuota(deps, { ...act, remoteAddress: null }, crossing);
        return outcome.ok && outcome.value;
      },
      failed: (fault, crossing) =>
        crossing
          ? deps.log.error({ err: fault, balId: crossing.balId }, 'a full BAL could not be told')
          : deps.log.error({ err: fault }, 'full BAL could not be looked for'),
    });
  }
}
