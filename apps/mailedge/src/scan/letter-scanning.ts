import type { SpooledMessage as MailstoreMessage } from '@cachet/mailstore';
import type { Outcome, Strip } from '@cachet/mss-core';
import type { CheckResult } from '@cachet/runtime';
import { type Antivirus, type Rspamd, scanArriving, stripLetter } from '@cachet/scanning';
import type { LetterPassage, SpooledMessage } from '../smtp/ports.js';

export interface ScanningParts {
  /** Null when the operator runs none, by choice. */
  readonly antivirus: Antivirus | null;
  readonly rspamd: Rspamd | null;
  spool(octets: AsyncIterable<Uint8Array>): Promise<Outcome<MailstoreMessage>>;
}

/** Where letters are received and scanned at once, whatever the door. */
export class LetterScanning {
  constructor(private readonly parts: ScanningParts) {}

  /** A letter whose passage is told comes from outside, and may be put aside as unsolicited. */
  receive(octets: AsyncIterable<Uint8Array>, passage?: LetterPassage): Promise<Outcome<SpooledMessage>> {
    const { antivirus, rspamd, spool } = this.parts;
    const isSpam = rspamd && passage ? (message: MailstoreMessage) => rspamd.isSpam(message, passage) : null;
    return scanArriving(octets, spool, { antivirus, isSpam });
  }

  readonly strip: Strip = async (message, infection) =>
    this.parts.antivirus ? stripLetter(this.parts.antivirus, message, infection) : null;

  /** What /readyz says: letters wait without a scanner, mailboxes stay open. */
  async clamd(): Promise<CheckResult> {
    return this.parts.antivirus?.state() ?? { ok: false, reason: 'off by configuration (CACHET_CLAMD)' };
  }

  async rspamd(): Promise<CheckResult> {
    return this.parts.rspamd?.ready() ?? { ok: true };
  }
}
