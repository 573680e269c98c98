import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { TestIdentity } from '@cachet/testkit/pki';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface PeerReceipt {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  /** DER of the certificate our side showed. */
  readonly certificate: Buffer | null;
}

/** What a peer answers: a code and text for refusals, null to accept. */
export interface PeerManners {
  mail?: () => string | null;
  rcpt?: (address: string) => string | null;
  data?: () => string | null;
  /** The text of the 250 after the letter. */
  thanks?: () => string;
}

/** Another operator's connector, on a real socket with a real certificate; it says what the test wants. */
export class FakePeer {
  readonly received: PeerReceipt[] = [];
  manners: PeerManners = {};
  sessions = 0;
  port = 0;

  private constructor(private readonly server: SMTPServer) {}

  static async start(identity: TestIdentity, change: SMTPServerOptions = {}): Promise<FakePeer> {
    let peer: FakePeer | null = null;
    const server = new SMTPServer({
      key: identity.key,
      cert: identity.cert,
      minVersion: 'TLSv1.2',
      requestCert: true,
      rejectUnauthorized: false,
      authOptional: true,
      disabledCommands: ['AUTH'],
      disableReverseLookup: true,
      hideENHANCEDSTATUSCODES: true,
      logger: false,
      onConnect(_session, callback) {
        if (peer) peer.sessions += 1;
        callback();
      },
      onSecure(socket, session, callback) {
        const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
        Object.assign(session, { certificate: certificate?.raw ?? null });
        callback();
      },
      onMailFrom: (_address, _session, callback) => callback(refusal(peer?.manners.mail?.())),
      onRcptTo: ({ address }, _session, callback) => callback(refusal(peer?.manners.rcpt?.(address))),
      onData(stream, session, callback) {
        void Array.fromAsync(stream).then((chunks) => {
          const fault = refusal(peer?.manners.data?.());
          if (!fault) {
            peer?.received.push({
              from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
              to: session.envelope.rcptTo.map(({ address }) => address),
              raw: Buffer.concat(chunks).toString('utf8'),
              certificate:
                'certificate' in session && Buffer.isBuffer(session.certificate) ? session.certificate : null,
            });
          }
          if (fault) callback(fault);
          else callback(null, peer?.manners.thanks?.());
        });
      },
      ...change,
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    peer = new FakePeer(server);
    peer.port = (server.server.address() as AddressInfo).port;
    return peer;
  }

  stop(): Promise<void> {
    for (const connection of this.server.connections) connection.close();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

function refusal(reply: string | null | undefined): Error | null {
  if (!reply) return null;
  const [code = '550', ...text] = reply.split(' ');
  return Object.assign(new Error(text.join(' ')), { responseCode: Number(code) });
}
