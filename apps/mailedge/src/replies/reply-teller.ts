import { answerLetter, type RepliesDue, type ReplyDue, type ReplyPorts } from '@cachet/mss-core';
import { DueLoop } from '../due/due-loop.js';
import type { Log } from '../smtp/ports.js';

export interface ReplyTellerDeps extends ReplyPorts {
  readonly due: RepliesDue;
  /** Calls when a letter came that may be answered. Answers how to stop hearing. */
  onDue(listener: () => void): () => void;
  readonly log: Log;
  now(): Date;
}

const HOUR_MS = 3_600_000;

/** Answers for BAL that answer by themselves, after their letters were kept: who writes to them waits for nothing. */
export class ReplyTeller extends DueLoop<ReplyDue> {
  constructor(deps: ReplyTellerDeps) {
    const actor = { kind: 'system', name: 'replies' } as const;
    super({
      waiting: (limit) => deps.due.waiting(limit),
      onDue: (listener) => deps.onDue(listener),
      handle: async (due) => {
        const act = { actor, means: 'job', at: deps.now(), correlationId: deps.newId() } as const;
        const outcome = await answerLetter(deps, { ...act, remoteAddress: null }, due);
        return outcome.ok;
      },
      failed: async (fault, due) => {
        deps.log.error({ err: fault, due }, 'a letter could not be answered by itself');
        if (due)
          await deps.due.postpone(due, new Date(deps.now().getTime() + HOUR_MS)).catch(() => undefined);
      },
    });
  }
}
