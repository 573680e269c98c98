export const PEER_MODES = ['accept', 'reject4xx', 'reject5xx', 'greylist', 'silent'] as const;
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

  /** @throws SmtpRefusal as the mode wants. Grey-listing refuses the first attempt of each sender and recipient. */
  welcome(from: string, to: string): void {
    if (this.current === 'reject4xx') throw new SmtpRefusal(450, '4.2.1 Boite temporairement indisponible');
    if (this.current === 'reject5xx') throw new SmtpRefusal(550, '5.1.1 Boite inconnue');
    const pair = `${from} ${to}`.toLowerCase();
    if (this.current !== 'greylist' || this.seen.has(pair)) return;
    this.seen.add(pair);
    throw new SmtpRefusal(451, '4.7.1 Liste grise, revenez plus tard');
  }
}
