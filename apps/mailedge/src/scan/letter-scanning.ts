import type { SpooledMessage as MailstoreMessage } from '@cachet/mailstore';
import { done, type Outcome, type ScannedMessage, type Strip } from '@cachet/mss-core';
import type { CheckResult } from '@cachet/runtime';
import { type Antivirus, type Rspamd, scanArriving, scanReceived, stripLetter } from '@cachet/scanning';
import type { LetterPassage, SpooledMessage } from '../smtp/ports.js';

export interface ScanningParts {
  /** Null when the operator runs none, by choice. */
  readonly antivirus: Antivirus | null;
  readonly rspamd: Rspamd | null;
  spool(octets: AsyncIterable<Uint8Array>): Promise<Outcome<MailstoreMessage>>;
}

/** A letter in the spool, and its scan for whoever wants to keep it. */
export interface UnscannedMessage {
  readonly message: MailstoreMessage;
  scanned(): Promise<ScannedMessage>;
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

  /** Receives a letter of which it is not known whether it will be kept: scanned when that is asked. */
  async receiveFirst(octets: AsyncIterable<Uint8Array>): Promise<Outcome<UnscannedMessage>> {
    const spooled = await this.parts.spool(octets);
    if (!spooled.ok) return spooled;
    const message = spooled.value;
    return done({ message, scanned: () => scanReceived(message, this.parts.antivirus) });
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
