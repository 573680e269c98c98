import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { sendJson } from '../http/exchange.js';
import type { Routes } from '../http/router.js';
import type { Listening } from '../http/server.js';
import { listenSmtp } from '../smtp/smtp-listening.js';

export const OUTSIDE_MAIL_PATH = '/outside-mail';

const MAX_MESSAGE = 1_048_576;
const MAX_KEPT = 1000;

export interface OutsideMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly at: string;
  readonly tls: boolean;
  /** Base64 of the bytes. */
  readonly raw: string;
}

/** The ordinary e-mail world outside the trust space: it takes the warnings sent there and shows them. */
export class OutsideMailbox {
  private kept: OutsideMail[] = [];

  routes(): Routes {
    return {
      [`GET ${OUTSIDE_MAIL_PATH}`]: ({ response }) => sendJson(response, 200, this.kept),
      [`DELETE ${OUTSIDE_MAIL_PATH}`]: ({ response }) => {
        this.kept = [];
        sendJson(response, 200, []);
      },
    };
  }

  /** Listens for SMTP, without TLS duty nor sender check: anybody may write to ordinary mail. */
  listen(port: number): Promise<Listening> {
    const server = new SMTPServer({
      name: 'mail.exterieur.example',
      disabledCommands: ['AUTH', 'STARTTLS'],
      authOptional: true,
      disableReverseLookup: true,
      heloResponse: '%s',
      size: MAX_MESSAGE,
      rejectOversized: true,
      logger: false,
      onData: (stream, session, callback) => {
        this.take(stream, session).then(
          () => callback(null),
          (error: Error) => callback(error),
        );
      },
    });
    return listenSmtp(server, port);
  }

  private async take(stream: SMTPServerDataStream, { envelope, secure }: SMTPServerSession): Promise<void> {
    const raw = await buffer(stream);
    if (stream.sizeExceeded) return;
    this.kept.push({
      from: envelope.mailFrom ? envelope.mailFrom.address : '',
      to: envelope.rcptTo.map(({ address }) => address),
      at: new Date().toISOString(),
      tls: secure,
      raw: raw.toString('base64'),
    });
    if (this.kept.length > MAX_KEPT) this.kept.shift();
  }
}
