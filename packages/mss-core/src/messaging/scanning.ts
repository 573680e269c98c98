import type { ReceivedMessage } from './ports.js';

/** What a scanner holds against a letter: known malware, content it cannot open, or content nested deeper than it may go. */
export type MalwareNature = 'malware' | 'encrypted' | 'tooDeep';

export interface Infection {
  /** The scanner's own name for it. */
  readonly signature: string;
  readonly nature: MalwareNature;
}

/** Why a letter could not be scanned whole. */
export type ScanObstacle = 'unreachable' | 'noAnswer' | 'tooLarge' | 'notTrusted';

/** What the scanners say of one letter. `off`: the operator runs none, by a choice written in its configuration. */
export type ScanVerdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'off' }
  | ({ readonly kind: 'infected' } & Infection)
  | { readonly kind: 'unscanned'; readonly obstacle: ScanObstacle };

/** A letter received whole, with what the scanners said of these very bytes. Use cases take no other. */
// EX_SSI_5090: every flow, received or sent, is scanned before anything is kept.
export interface ScannedMessage extends ReceivedMessage {
  readonly verdict: ScanVerdict;
  /** Whether it looks like unsolicited mail; null when nobody was asked or nobody answered. */
  readonly isSpam: boolean | null;
}

/** A letter whose infected parts were each replaced by a text that says so, scanned again and found clean. */
export interface StrippedMessage {
  readonly message: ReceivedMessage;
  readonly removed: number;
}

/** Takes infected parts out of a letter. Null when what remains would be no letter, or still not clean. */
export type Strip = (message: ReceivedMessage, infection: Infection) => Promise<StrippedMessage | null>;
