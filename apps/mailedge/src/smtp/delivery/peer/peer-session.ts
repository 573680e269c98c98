import type { AttemptVerdict, DeliveryCause } from '@cachet/mss-core';
import { clientProfile } from '../../../tls/profile.js';
import { peerWords } from '../peer-words.js';
import { type Capabilities, capabilitiesOf } from './capabilities.js';
import { PeerLine } from './peer-line.js';
import type { PeerReply } from './reply-reader.js';

export interface PeerSessionDeps {
  readonly hostname: string;
  readonly port: number;
  identity(): ClientIdentity;
  readonly timeouts: PeerTimeouts;
}

export interface ClientIdentity {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** In milliseconds. */
export interface PeerTimeouts {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** EHLO, STARTTLS, MAIL, RCPT. */
  readonly commandMs: number;
  /** The 354 after DATA. */
  readonly dataMs: number;
  /** One block of the content. */
  readonly blockMs: number;
  /** The reply to the final dot: the peer may be scanning. */
  readonly finalMs: number;
}

// RFC 5321 §4.5.3.2.1 to §4.5.3.2.6.
export const PEER_TIMEOUTS: PeerTimeouts = {
  connectMs: 30_000,
  greetingMs: 5 * 60_000,
  commandMs: 5 * 60_000,
  dataMs: 2 * 60_000,
  blockMs: 3 * 60_000,
  finalMs: 10 * 60_000,
};

export interface PeerAddress {
  /** Name in the MX record. */
  readonly host: string;
  readonly address: string;
}

export type Refused = Exclude<AttemptVerdict, { kind: 'delivered' }>;

/** A host could not be used, and took nothing of the letter: another one may. */
export class HostUnusable extends Error {
  constructor(readonly verdict: Refused) {
    super(verdict.text);
  }
}

/** An encrypted session with a peer's server, before any letter and between two. Whom it belongs to is judged for each letter. */
export class PeerSession {
  /** Letters it has carried. */
  letters = 0;

  private constructor(
    readonly peer: PeerAddress,
    readonly line: PeerLine,
    readonly capabilities: Capabilities,
    /** DER of the peer's certificate. */
    readonly certificate: Buffer | null,
    /** `TLSv1.3 TLS_AES_256_GCM_SHA384`. */
    readonly tls: string,
    /** What we showed. */
    readonly identity: ClientIdentity,
    readonly timeouts: PeerTimeouts,
  ) {}

  // EX_3.2_5020: STARTTLS or nothing; the letter never travels in clear.
  /** @throws HostUnusable */
  static async open(deps: PeerSessionDeps, peer: PeerAddress): Promise<PeerSession> {
    const { connectMs } = deps.timeouts;
    const line = await reached(peer, PeerLine.connect(peer.address, deps.port, connectMs));
    try {
      return await greet(deps, peer, line);
    } catch (fault) {
      line.destroy();
      throw fault;
    }
  }

  static of(
    peer: PeerAddress,
    line: PeerLine,
    capabilities: Capabilities,
    identity: ClientIdentity,
    timeouts: PeerTimeouts,
  ): PeerSession {
    const socket = line.tls;
    const certificate = socket?.getPeerX509Certificate()?.raw ?? null;
    const tls = socket ? `${socket.getProtocol()} ${socket.getCipher().standardName}` : '';
    return new PeerSession(peer, line, capabilities, certificate, tls, identity, timeouts);
  }

  async close(): Promise<void> {
    await this.line.quit(QUIT_MS);
  }
}

const QUIT_MS = 2_000;

async function greet(deps: PeerSessionDeps, peer: PeerAddress, line: PeerLine): Promise<PeerSession> {
  const { timeouts, hostname } = deps;
  await said(peer, 220, line.reply(timeouts.greetingMs));
  const clear = capabilitiesOf(await said(peer, 250, line.ask(`EHLO ${hostname}`, timeouts.commandMs)));
  if (!clear.startTls) throw unusable('notEncrypted', peer, 'STARTTLS is not offered');
  await said(peer, 220, line.ask('STARTTLS', timeouts.commandMs), 'notEncrypted');
  const identity = deps.identity();
  await reached(
    peer,
    line.startTls({ ...clientProfile(identity), servername: peer.host }, timeouts.connectMs),
    'notEncrypted',
  );
  // RFC 3207 §4.2: what was said in clear counts no more.
  const capabilities = capabilitiesOf(
    await said(peer, 250, line.ask(`EHLO ${hostname}`, timeouts.commandMs)),
  );
  return PeerSession.of(peer, line, capabilities, identity, timeouts);
}

async function said(
  peer: PeerAddress,
  code: number,
  reply: Promise<PeerReply>,
  cause: DeliveryCause = 'peerUnreachable',
): Promise<PeerReply> {
  const answer = await reached(peer, reply, cause);
  if (answer.code !== code) throw unusable(cause, peer, wordsOf(answer), answer.code);
  return answer;
}

async function reached<T>(
  peer: PeerAddress,
  step: Promise<T>,
  cause: DeliveryCause = 'peerUnreachable',
): Promise<T> {
  try {
    return await step;
  } catch (fault) {
    throw unusable(cause, peer, fault instanceof Error ? fault.message : 'connection lost');
  }
}

/** A peer's reply on one line. */
export function wordsOf({ lines }: PeerReply): string {
  return peerWords(lines.join(' '));
}

export function unusable(
  cause: DeliveryCause,
  { host }: PeerAddress,
  text: string,
  code?: number,
): HostUnusable {
  return new HostUnusable({
    kind: 'temporary',
    cause,
    code: code ?? null,
    text: peerWords(text),
    remoteHost: host,
    tls: null,
  });
}
