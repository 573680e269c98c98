export const PEER_MODES = [
  'accept',
  'reject4xx',
  'reject5xx',
  'greylist',
  'silent',
  // Its connection breaks: in the middle of a letter, or once the letter is kept and before the reply.
  'cutsContent',
  'cutsReply',
] as const;
export type PeerMode = (typeof PEER_MODES)[number];

/** A refusal of the dialogue: its code, and its text with the enhanced status code (RFC 3463). */
export class SmtpRefusal extends Error {
  constructor(
    readonly responseCode: number,
    text: string,
  ) {
    super(text);
    this.name = 'SmtpRefusal';
  }
}

/** How the peer answers recipients at this moment. */
export class Behaviour {
  private current: PeerMode = 'accept';
  private readonly seen = new Set<string>();
  private readonly listeners: (() => void)[] = [];

  get mode(): PeerMode {
    return this.current;
  }

  set(mode: PeerMode): void {
    this.current = mode;
    this.seen.clear();
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** What the mode says to this recipient; grey-listing refuses the first attempt of each sender and recipient. */
  refusalOf(from: string, to: string): SmtpRefusal | null {
    switch (this.current) {
      case 'reject4xx':
        return new SmtpRefusal(450, '4.2.1 Boite temporairement indisponible');
      case 'reject5xx':
        return new SmtpRefusal(550, '5.1.1 Boite inconnue');
      case 'greylist':
        return this.isSeen(`${from} ${to}`.toLowerCase())
          ? null
          : new SmtpRefusal(451, '4.7.1 Liste grise, revenez plus tard');
      case 'accept':
      case 'silent':
      case 'cutsContent':
      case 'cutsReply':
        return null;
    }
  }

  private isSeen(pair: string): boolean {
    const before = this.seen.has(pair);
    this.seen.add(pair);
    return before;
  }
}
