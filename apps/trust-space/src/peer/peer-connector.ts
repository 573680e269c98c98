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
export class PeerConnector {
  private readonly callers = new WeakMap<SMTPServerSession, string>();
  private readonly server: SMTPServer;

  constructor(private readonly parts: PeerConnectorParts) {
    this.server = new SMTPServer({
      ...this.manners(),
      ...this.tls(),
      onConnect: (_session, callback) => {
        if (parts.behaviour.mode !== 'silent') callback();
      },
      onSecure: (socket, session, callback) => callback(this.identify(socket, session)),
      onMailFrom: ({ address }, session, callback) => callback(this.judgeSender(address, session)),
      onRcptTo: ({ address }, session, callback) => callback(this.judgeRecipient(address, session)),
      onData: (stream, session, callback) => {
        this.receive(stream, session).then((text) => callback(null, text), callback);
      },
    });
    parts.behaviour.onChange(() => this.releaseSilentCallers());
  }

  listen(port: number): Promise<Listening> {
    return listenSmtp(this.server, port);
  }

  private manners() {
    return {
      name: this.parts.hostname,
      banner: 'connecteur du pair (simulation)',
      heloResponse: '%s',
      disabledCommands: ['AUTH'],
      authOptional: true,
      disableReverseLookup: true,
      size: MAX_MESSAGE,
      rejectOversized: true,
      socketTimeout: IDLE_MS,
      logger: false,
    };
  }

  private tls() {
    const { identities, chain } = this.parts.igc;
    return {
      secure: false,
      key: identities.peer.key,
      cert: identities.peer.cert,
      ca: chain,
      minVersion: 'TLSv1.2' as const,
      requestCert: true,
      // Judged by hand: the usual check wants clientAuth, which a server certificate of the IGC-Santé does not have.
      rejectUnauthorized: false,
    };
  }

  // Référentiel §6.7.1.1, step 3: mutual TLS; a certificate outside the branch, lapsed or revoked ends the session.
  private identify(socket: TLSSocket | Socket, session: SMTPServerSession): Error | null {
    const raw = 'getPeerCertificate' in socket ? socket.getPeerCertificate().raw : undefined;
    const judgement = this.parts.igc.judge.judge(raw);
    if (!judgement.ok) return new SmtpRefusal(554, `5.7.5 Certificat refuse: ${judgement.reason}`);
    this.callers.set(session, judgement.dn);
    return null;
  }

  // Référentiel §6.7.1.1, steps 4 to 6: an empty sender needs a listed DN only.
  private judgeSender(address: string, session: SMTPServerSession): Error | null {
    const { publication } = this.parts;
    const dn = this.callers.get(session);
    if (!session.secure || !dn) return new SmtpRefusal(530, '5.7.0 STARTTLS obligatoire');
    if (!publication.binds(dn, null)) return new SmtpRefusal(550, '5.7.1 DN absent de la liste blanche');
    if (address === '' || publication.binds(dn, domainOf(address))) return null;
    return new SmtpRefusal(550, '5.7.1 DN sans rapport avec le domaine emetteur');
  }

  private judgeRecipient(address: string, session: SMTPServerSession): Error | null {
    if (!this.parts.domains.includes(domainOf(address))) return new SmtpRefusal(550, '5.7.1 Relais refuse');
    return this.parts.behaviour.refusalOf(senderOf(session), address);
  }

  private async receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
    const { received, arrived, behaviour } = this.parts;
    if (behaviour.mode === 'cutsContent') {
      await stream[Symbol.asyncIterator]().next();
      this.cut(session);
      throw new Error('cut');
    }
    const id = await received.store(stream);
    if (stream.sizeExceeded) {
      received.discard(id);
      throw new SmtpRefusal(552, '5.3.4 Message trop volumineux');
    }
    const envelope = envelopeOf(session, this.callers.get(session) ?? '');
    received.keep(id, envelope);
    arrived(id, envelope);
    if (behaviour.mode === 'cutsReply') this.cut(session);
    return `2.0.0 Message recu ${id}`;
  }

  /** As when its machine dies: no reply, no farewell. */
  private cut(session: SMTPServerSession): void {
    for (const connection of this.server.connections)
      if (connection.session === session) connection._socket.destroy();
  }

  // Those who were left without a greeting would wait for ever: they are let go when the peer speaks again.
  private releaseSilentCallers(): void {
    if (this.parts.behaviour.mode === 'silent') return;
    for (const connection of this.server.connections) connection.close();
  }
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
