import type { PeerReply } from './reply-reader.js';

/** What a peer said with EHLO that matters to us. */
export interface Capabilities {
  readonly startTls: boolean;
  readonly pipelining: boolean;
  readonly eightBit: boolean;
  readonly utf8: boolean;
  readonly dsn: boolean;
  /** Whether SIZE may be said with MAIL. */
  readonly size: boolean;
  /** Octets; null when the peer fixes no limit (RFC 1870 §4). */
  readonly maxSize: number | null;
}

export function capabilitiesOf({ lines }: PeerReply): Capabilities {
  const said = new Map(
    lines.slice(1).map((line) => {
      const [keyword = '', ...rest] = line.trim().split(/[ =]+/);
      return [keyword.toUpperCase(), rest.join(' ')];
    }),
  );
  const limit = Number(/^\d{1,15}$/.exec(said.get('SIZE') ?? '')?.[0] ?? 0);
  return {
    startTls: said.has('STARTTLS'),
    pipelining: said.has('PIPELINING'),
    eightBit: said.has('8BITMIME'),
    utf8: said.has('SMTPUTF8'),
    dsn: said.has('DSN'),
    size: said.has('SIZE'),
    maxSize: limit > 0 ? limit : null,
  };
}
