import type { AttemptVerdict, LetterWishes, MailPath, MssAddress, RecipientWishes } from '@cachet/mss-core';

export interface OutgoingRecipient extends RecipientWishes {
  readonly address: MssAddress;
}

/** A letter for recipients of one domain. */
export interface OutgoingLetter extends LetterWishes {
  readonly domain: string;
  readonly sender: MailPath | null;
  readonly recipients: readonly OutgoingRecipient[];
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

export type Verdicts = ReadonlyMap<MssAddress, AttemptVerdict>;

export function sameVerdict({ recipients }: OutgoingLetter, verdict: AttemptVerdict): Verdicts {
  return new Map(recipients.map(({ address }) => [address, verdict]));
}
