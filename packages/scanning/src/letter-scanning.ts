import { done, type Outcome, type ScannedMessage, type Strip } from '@cachet/mss-core';
import type { Antivirus } from './antivirus.js';
import type { Passage, Rspamd } from './rspamd.js';
import { type Spooled, scanArriving, scanReceived } from './scan-arriving.js';
import { stripLetter } from './strip-letter.js';

export type ScannerState = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface LetterScanningParts {
  /** Null when the operator runs none, by choice. */
  readonly antivirus: Antivirus | null;
  readonly rspamd: Rspamd | null;
  spool(octets: AsyncIterable<Uint8Array>): Promise<Outcome<Spooled>>;
}

/** A letter in the spool, and its scan for whoever wants to keep it. */
export interface UnscannedMessage {
  readonly message: Spooled;
  scanned(): Promise<ScannedMessage>;
}

/** Where letters are received and scanned at once, whatever the door. */
export class LetterScanning {
  constructor(private readonly parts: LetterScanningParts) {}

  /** A letter whose passage is told comes from outside, and may be put aside as unsolicited. */
  receive(octets: AsyncIterable<Uint8Array>, passage?: Passage): Promise<Outcome<ScannedMessage & Spooled>> {
    const { antivirus, rspamd, spool } = this.parts;
    const isSpam = rspamd && passage ? (message: Spooled) => rspamd.isSpam(message, passage) : null;
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
  async clamd(): Promise<ScannerState> {
    return this.parts.antivirus?.state() ?? { ok: false, reason: 'off by configuration (CACHET_CLAMD)' };
  }

  async rspamd(): Promise<ScannerState> {
    return this.parts.rspamd?.ready() ?? { ok: true };
  }
}
