import { setTimeout as wait } from 'node:timers/promises';
import {
  type ImportPorts,
  type ImportStep,
  importBal,
  MessageTries,
  type OpenedBal,
  type Outcome,
  SourceLost,
} from '@cachet/mss-core';
import { ImapSource, type SourceAccount, type SourceLimits } from './imap-source.js';

export interface AccountImport {
  readonly opened: OpenedBal;
  readonly account: SourceAccount;
  readonly limits: SourceLimits;
  progress(step: ImportStep): void;
  /** Hears of each loss of the source, before the next try. */
  lost(reason: string, pauseMs: number): void;
  /** Milliseconds before the nth try without anything taken over in between; null to give up. Unless told, 1 s to 1 min, eight times. */
  pauseMs?(tries: number): number | null;
}

const MOST_TRIES = 8;

/**
 * Takes an account over, however often its server goes away meanwhile: a slow or busy one is given more and more time, and a message over
 * which it leaves each time is left out. @throws SourceLost when nothing more came for eight tries, SourceRefused, ImportOverlap.
 */
export async function importAccount(ports: ImportPorts, request: AccountImport): Promise<Outcome<void>> {
  const { opened, account, limits } = request;
  const pauseMs = request.pauseMs ?? growingPause;
  const done = new Map<string, number>();
  const messageTries = new MessageTries();
  let tries = 0;
  for (;;) {
    let source: ImapSource | null = null;
    try {
      source = await ImapSource.connect(account, limits);
      return await importBal(ports, {
        opened,
        source,
        account: nameOf(account),
        tries: messageTries,
        progress: (step) => {
          const taken = step.imported + step.refused;
          if (taken > (done.get(step.folder) ?? taken)) tries = 0;
          done.set(step.folder, taken);
          request.progress(step);
        },
      });
    } catch (fault) {
      if (!(fault instanceof SourceLost)) throw fault;
      tries += 1;
      const pause = pauseMs(tries);
      if (pause === null) throw fault;
      request.lost(fault.message, pause);
      await wait(pause);
    } finally {
      await source?.close();
    }
  }
}

function growingPause(tries: number): number | null {
  return tries > MOST_TRIES ? null : Math.min(1_000 * 2 ** (tries - 1), 60_000);
}

/** `user@host:port`: what marks of an import are kept under. */
export function nameOf({ user, host, port }: SourceAccount): string {
  return `${user}@${host}:${port}`;
}
