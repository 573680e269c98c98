import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Listening } from '../http/server.js';
import type { Publication } from '../liste-blanche/publication.js';
import type { Igc } from '../pki/igc.js';
import { listenSmtp } from '../smtp/smtp-listening.js';
import { type Behaviour, SmtpRefusal } from './behaviour.js';
import type { Envelope, ReceivedMail } from './received-mail.js';

const MAX_MESSAGE = 26_214_400;
const IDLE_MS = 300_000;

export interface PeerConnectorParts {
  readonly hostname: string;
  readonly domains: readonly string[];
  readonly igc: Igc;
  readonly publication: Publication;
  readonly behaviour: Behaviour;
  readonly received: ReceivedMail;
  /** Told of each message once it is kept. */
  arrived(id: string, envelope: Envelope): void;
}

/** The peer's own connector: STARTTLS and a client certificate required, its DN bound to the sender by the liste blanche. */
export async function startPeerConnector(parts: PeerConnectorParts, port: number): Promise<Listening> {
  const peers = new WeakMap<SMTPServerSession, string>();
  const server = new SMTPServer({
    name: parts.hostname,
    banner: 'connecteur du pair (simulation)',
    secure: false,
    key: parts.igc.identities.peer.key,
    cert: parts.igc.identities.peer.cert,
    ca: parts.igc.chain,
    minVersion: 'TLSv1.2',
    requestCert: true,
    // Judged by hand: the usual check wants clientAuth, which a server certificate of the IGC-Santé does not have.
    rejectUnauthorized: false,
    disabledCommands: ['AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    size: MAX_MESSAGE,
    rejectOversized: true,
    socketTimeout: IDLE_MS,
    logger: false,
    onConnect: (_session, callback) => {
      if (parts.behaviour.mode !== 'silent') callback();
    },
    onSecure: (socket, session, callback) => callback(identify(socket, session, peers, parts)),
    onMailFrom: ({ address }, session, callback) => callback(judgeSender(address, session, peers, parts)),
    onRcptTo: ({ address }, session, callback) => callback(judgeRecipient(address, session, parts)),
    onData: (stream, session, callback) => {
      receive(stream, session, peers, parts).then(
        (text) => callback(null, text),
        (error: Error) => callback(error),
      );
    },
  });
  parts.behaviour.onChange(() => {
    for (const connection of server.connections) if (parts.behaviour.mode !== 'silent') connection.close();
  });
  return listenSmtp(server, port);
}

// EX_3.1_5020: mutual TLS; a certificate outside the branch, lapsed or revoked ends the session.
function identify(
  socket: TLSSocket | Socket,
  session: SMTPServerSession,
  peers: WeakMap<SMTPServerSession, string>,
  { igc }: PeerConnectorParts,
): Error | null {
  const raw = 'getPeerCertificate' in socket ? socket.getPeerCertificate().raw : undefined;
  const judgement = igc.judge.judge(raw);
  if (!judgement.ok) return new SmtpRefusal(554, `5.7.5 Certificat refuse: ${judgement.reason}`);
  peers.set(session, judgement.dn);
  return null;
}

// EX_3.1_5030: steps 4 to 6; an empty sender needs a listed DN only.
function judgeSender(
  address: string,
  session: SMTPServerSession,
  peers: WeakMap<SMTPServerSession, string>,
  { publication }: PeerConnectorParts,
): Error | null {
  const dn = peers.get(session);
  if (!session.secure || !dn) return new SmtpRefusal(530, '5.7.0 STARTTLS obligatoire');
  if (!publication.binds(dn, null)) return new SmtpRefusal(550, '5.7.1 DN absent de la liste blanche');
  if (address === '' || publication.binds(dn, domainOf(address))) return null;
  return new SmtpRefusal(550, '5.7.1 DN sans rapport avec le domaine emetteur');
}

function judgeRecipient(
  address: string,
  session: SMTPServerSession,
  { domains, behaviour }: PeerConnectorParts,
): Error | null {
  if (!domains.includes(domainOf(address))) return new SmtpRefusal(550, '5.7.1 Relais refuse');
  try {
    behaviour.welcome(senderOf(session), address);
    return null;
  } catch (refusal) {
    return refusal instanceof Error ? refusal : new Error('refus');
  }
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  peers: WeakMap<SMTPServerSession, string>,
  { received, arrived }: PeerConnectorParts,
): Promise<string> {
  const id = await received.store(stream);
  if (stream.sizeExceeded) {
    received.discard(id);
    throw new SmtpRefusal(552, '5.3.4 Message trop volumineux');
  }
  const envelope = envelopeOf(session, peers.get(session) ?? '');
  received.keep(id, envelope);
  arrived(id, envelope);
  return `2.0.0 Message recu ${id}`;
}

function envelopeOf(session: SMTPServerSession, dn: string): Envelope {
  const cipher = session.tlsOptions || null;
  return {
    from: senderOf(session),
    to: session.envelope.rcptTo.map(({ address }) => address),
    tls: { protocol: cipher?.version ?? '', cipher: cipher?.name ?? '', dn },
  };
}

function senderOf({ envelope }: SMTPServerSession): string {
  return envelope.mailFrom ? envelope.mailFrom.address : '';
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
