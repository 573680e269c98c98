import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { listenSmtp } from '../smtp/smtp-listening.js';

export interface TakenLetter {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  /** Serial number of the client's certificate, empty without one. */
  readonly clientSerial: string;
}

/** The operator under trial, as little of it as these tests need: an MX that takes everything and notes who came. */
export async function startOperatorMx(
  identity: { readonly cert: string; readonly key: string },
  port: number,
): Promise<{ readonly taken: TakenLetter[]; close(): Promise<void> }> {
  const taken: TakenLetter[] = [];
  const serials = new WeakMap<SMTPServerSession, string>();
  const server = new SMTPServer({
    ...identity,
    requestCert: true,
    rejectUnauthorized: false,
    disabledCommands: ['AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onSecure: (socket, session, callback) => {
      if ('getPeerCertificate' in socket)
        serials.set(session, socket.getPeerCertificate().serialNumber ?? '');
      callback();
    },
    onData: (stream, session, callback) => {
      void buffer(stream).then((raw) => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          clientSerial: serials.get(session) ?? '',
        });
        callback(null);
      });
    },
  });
  const { close } = await listenSmtp(server, port);
  return { taken, close };
}
