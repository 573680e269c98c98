import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import {
  type AttemptVerdict,
  type DeliveryCause,
  type ListeBlanche,
  type MailPath,
  type MssAddress,
  sentence,
} from '@cachet/mss-core';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { clientProfile } from '../../tls/profile.js';
import type { CertificateJudge } from '../ports.js';
import { peerWords } from './peer-words.js';

/** A letter for recipients of one domain. */
export interface OutgoingLetter {
  readonly domain: string;
  readonly sender: MailPath | null;
  readonly recipients: readonly MssAddress[];
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

export type Verdicts = ReadonlyMap<MssAddress, AttemptVerdict>;

export interface PeerSessionDeps {
  readonly hostname: string;
  readonly port: number;
  identity(): { readonly cert: Buffer; readonly key: Buffer };
  readonly certificates: CertificateJudge;
  readonly timeouts: PeerTimeouts;
}

/** RFC 5321 §4.5.3.2, in milliseconds. */
export interface PeerTimeouts {
  readonly connectMs: number;
  readonly greetingMs: number;
  readonly silenceMs: number;
}

export interface PeerAddress {
  /** Name in the MX record. */
  readonly host: string;
  readonly address: string;
}

/** A host could not be used at all: another one may. */
export class HostUnusable extends Error {
  constructor(readonly verdict: AttemptVerdict) {
    super(verdict.text);
  }
}

/**
 * Carries a letter to one host in one session: STARTTLS, the peer's certificate judged, then MAIL. Answers a verdict for each
 * recipient. @throws HostUnusable before anything was said of the letter.
 */
// EX_3.2_5050: each step of §6.7.2.1 in its order; nothing about the letter before step 6 is passed.
export async function carry(
  deps: PeerSessionDeps,
  peer: PeerAddress,
  letter: OutgoingLetter,
  listeBlanche: ListeBlanche,
): Promise<Verdicts> {
  const connection = await openTls(deps, peer);
  try {
    const objection = await objectionTo(deps.certificates, connection, letter.domain, listeBlanche);
    if (objection) throw unusable(objection.cause, peer, objection.text);
    return await hand(connection, peer, letter);
  } finally {
    if (connection.destroyed) connection.close();
    else connection.quit();
  }
}

// EX_3.2_5020: STARTTLS or nothing; the letter never travels in clear.
async function openTls(deps: PeerSessionDeps, peer: PeerAddress): Promise<SMTPConnection> {
  const connection = new SMTPConnection({
    host: peer.address,
    port: deps.port,
    name: deps.hostname,
    secure: false,
    requireTLS: true,
    allowInternalNetworkInterfaces: true,
    connectionTimeout: deps.timeouts.connectMs,
    greetingTimeout: deps.timeouts.greetingMs,
    socketTimeout: deps.timeouts.silenceMs,
    tls: { ...clientProfile(deps.identity()), servername: peer.host },
    logger: false,
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  connection.on('error', (fault: SMTPConnection.SMTPError) => {
    const isTls = fault.code === 'ETLS' || connection.upgrading === true;
    reject(unusable(isTls ? 'notEncrypted' : 'peerUnreachable', peer, fault.message, fault.responseCode));
  });
  connection.once('end', () => reject(unusable('peerUnreachable', peer, 'Connection closed')));
  connection.connect((fault) =>
    fault ? reject(unusable('peerUnreachable', peer, fault.message, fault.responseCode)) : resolve(),
  );
  try {
    await promise;
    return connection;
  } catch (fault) {
    connection.close();
    throw fault;
  }
}

async function objectionTo(
  certificates: CertificateJudge,
  connection: SMTPConnection,
  domain: string,
  listeBlanche: ListeBlanche,
): Promise<{ readonly cause: DeliveryCause; readonly text: string } | null> {
  const socket = connection._socket;
  if (!(socket instanceof TLSSocket)) return { cause: 'notEncrypted', text: 'no TLS session' };
  const leaf = socket.getPeerX509Certificate()?.raw;
  if (!leaf) return { cause: 'certificateNotAccepted', text: 'no certificate' };
  // EX_3.2_5050 (4): chain, validity and revocation; EX_OPE_5040: by our store alone, whatever name the host has.
  const judged = await certificates.judge(leaf);
  if (!judged.ok) return { cause: 'certificateNotAccepted', text: sentence(judged.refusal, 'en') };
  // EX_3.2_5050 (5, 6): the DN is listed, and listed for the recipient's domain.
  if (listeBlanche.isBound(judged.dn, domain)) return null;
  return { cause: 'certificateOfAnotherDomain', text: `${judged.dnText} is not listed for ${domain}` };
}

function hand(connection: SMTPConnection, peer: PeerAddress, letter: OutgoingLetter): Promise<Verdicts> {
  const envelope = {
    from: letter.sender ?? '',
    to: [...letter.recipients],
    size: letter.size,
    use8BitMime: true,
  };
  return new Promise((resolve) => {
    connection.send(envelope, Readable.from(letter.open()), (fault, info) => {
      const rejected = (fault ?? info)?.rejectedErrors ?? [];
      const rest = fault
        ? verdictOf(fault, peer)
        : ({ kind: 'delivered', ...replyOf(info?.response ?? ''), remoteHost: peer.host } as const);
      resolve(
        new Map(
          letter.recipients.map((recipient) => {
            const own = rejected.find((error) => error.recipient === recipient);
            return [recipient, own ? verdictOf(own, peer) : rest];
          }),
        ),
      );
    });
  });
}

/** RFC 5321 §4.2.1: a 5yz is for good, a 4yz may pass; without a reply nobody knows, and the letter is tried again. */
function verdictOf(fault: SMTPConnection.SMTPError, { host }: PeerAddress): AttemptVerdict {
  const { code, text } = replyOf(fault.response ?? '');
  const isRecipient = fault.command === 'RCPT TO';
  if (code >= 500) {
    const cause = isRecipient ? 'recipientRejected' : 'messageRejected';
    return { kind: 'permanent', cause, code, text, remoteHost: host };
  }
  if (code >= 400) return { kind: 'temporary', cause: 'peerBusy', code, text, remoteHost: host };
  const said = peerWords(fault.message);
  return { kind: 'temporary', cause: 'peerUnreachable', code: null, text: said, remoteHost: host };
}

function replyOf(response: string): { readonly code: number; readonly text: string } {
  const match = /^(\d{3})[ -]?(.*)$/s.exec(response.trim());
  return match
    ? { code: Number(match[1]), text: peerWords(match[2] ?? '') }
    : { code: 0, text: peerWords(response) };
}

function unusable(cause: DeliveryCause, { host }: PeerAddress, text: string, code?: number): HostUnusable {
  return new HostUnusable({
    kind: 'temporary',
    cause,
    code: code ?? null,
    text: peerWords(text),
    remoteHost: host,
  });
}
