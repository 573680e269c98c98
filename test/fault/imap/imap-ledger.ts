import type { Act } from './acts.js';
import type { Told } from './imap-session.js';

export interface ImapCounts {
  commands: number;
  ok: number;
  refused: number;
  /** The connection ended before the command had left whole. */
  notSent: number;
  /** Without an answer. */
  unknown: number;
  /** Of these, how many were done. */
  unknownDone: number;
  /** Messages that commands with OK concerned. */
  messages: number;
  /** Commands neither done nor undone, done though refused, or undone though OK. */
  broken: number;
}

/** What mail programs were told of their commands, and what they found. */
export class ImapLedger {
  readonly counts: ImapCounts = {
    commands: 0,
    ok: 0,
    refused: 0,
    notSent: 0,
    unknown: 0,
    unknownDone: 0,
    messages: 0,
    broken: 0,
  };
  readonly byName = new Map<Act['name'], number>();
  readonly violations: string[] = [];

  told({ name, messages }: Act, { fate }: Told): void {
    this.counts.commands += 1;
    this.counts[fate] += 1;
    this.byName.set(name, (this.byName.get(name) ?? 0) + 1);
    if (fate === 'ok') this.counts.messages += messages;
  }

  /** After a command, whether its whole effect is there, and whether nothing of it is. */
  found(
    worker: string,
    { name, messages }: Act,
    fate: Told['fate'],
    isDone: boolean,
    isUndone: boolean,
  ): void {
    if (fate === 'unknown' && isDone && !isUndone) this.counts.unknownDone += 1;
    const mayBeDone = fate === 'ok' || fate === 'unknown';
    const mayBeUndone = fate !== 'ok';
    if ((isDone && mayBeDone) || (isUndone && mayBeUndone)) return;
    this.counts.broken += 1;
    const state = isDone ? 'done' : isUndone ? 'not done' : 'half done';
    this.violations.push(`IMAP ${worker}: ${name} of ${messages} messages (told: ${fate}) is ${state}`);
  }

  violate(stories: Iterable<string>): void {
    this.violations.push(...stories);
  }
}
