import type { TLSSocket } from 'node:tls';
import type { Judgement } from '../pki/certificate-judge.js';
import { type Reply, SmtpDialogue } from './smtp-dialogue.js';

const REPLY_MS = 60_000;

export interface Letter {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly servername: string;
}

export interface SendOptions {
  readonly ehlo: string;
  readonly identity: { readonly cert: string; readonly key: string } | null;
  readonly startTls: boolean;
  judge(der: Buffer | undefined): Judgement;
  /** Whether to go on after the handshake, knowing who answered. */
  trusts?(server: Judgement): boolean;
}

export type Stage =
  | 'connect'
  | 'greeting'
  | 'ehlo'
  | 'starttls'
  | 'trust'
  | 'ehloTls'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'content';

/** How far a letter went, and the last reply. `accepted` means a 250 to the content. */
export interface SendOutcome {
  readonly accepted: boolean;
  readonly stage: Stage;
  readonly code: number | null;
  readonly response: string;
  readonly recipients: readonly { readonly to: string; readonly code: number; readonly response: string }[];
  readonly tls: {
    readonly protocol: string;
    readonly cipher: string;
    readonly serverDn: string;
    readonly serverTrusted: boolean;
  } | null;
}

/** Sends one letter by one SMTP connection. Never throws: whatever happens is the outcome. */
export function sendLetter(letter: Letter, to: Destination, options: SendOptions): Promise<SendOutcome> {
  return new Sending(letter, to, options).run();
}

class Refused extends Error {}

class Sending {
  private stage: Stage = 'connect';
  private last: Reply | null = null;
  private tls: SendOutcome['tls'] = null;
  private recipients: { to: string; code: number; response: string }[] = [];

  constructor(
    private readonly letter: Letter,
    private readonly to: Destination,
    private readonly options: SendOptions,
  ) {}

  async run(): Promise<SendOutcome> {
    let dialogue: SmtpDialogue | null = null;
    try {
      dialogue = await SmtpDialogue.open(this.to.host, this.to.port, REPLY_MS);
      await this.converse(dialogue);
      return this.outcome(true, this.last?.text ?? '');
    } catch (error) {
      const response = error instanceof Refused ? (this.last?.text ?? error.message) : describe(error);
      if (!(error instanceof Refused)) this.last = null;
      return this.outcome(false, response);
    } finally {
      dialogue?.close();
    }
  }

  private async converse(dialogue: SmtpDialogue): Promise<void> {
    await this.expect('greeting', dialogue.reply());
    let offers = await this.expect('ehlo', dialogue.command(`EHLO ${this.options.ehlo}`));
    if (this.options.startTls) {
      await this.expect('starttls', dialogue.command('STARTTLS'));
      this.tls = this.facts(await dialogue.startTls(this.to.servername, this.options.identity));
      offers = await this.expect('ehloTls', dialogue.command(`EHLO ${this.options.ehlo}`));
    }
    await this.expect('mail', dialogue.command(`MAIL FROM:<${this.letter.from}>${this.bodyType(offers)}`));
    await this.nameRecipients(dialogue);
    await this.expect('data', dialogue.command('DATA'));
    await this.expect('content', dialogue.send(dotStuffed(this.letter.raw)));
    void dialogue.command('QUIT').catch(() => undefined);
  }

  private async nameRecipients(dialogue: SmtpDialogue): Promise<void> {
    this.stage = 'rcpt';
    for (const to of this.letter.to) {
      this.last = await dialogue.command(`RCPT TO:<${to}>`);
      this.recipients.push({ to, code: this.last.code, response: this.last.text });
    }
    if (!this.recipients.some(({ code }) => code < 300))
      throw new Refused('aucun destinataire / no recipient');
  }

  private async expect(stage: Stage, reply: Promise<Reply>): Promise<Reply> {
    this.stage = stage;
    this.last = await reply;
    if (this.last.code >= 400) throw new Refused(this.last.text);
    return this.last;
  }

  private facts(socket: TLSSocket): NonNullable<SendOutcome['tls']> {
    const judgement = this.options.judge(socket.getPeerCertificate().raw);
    const facts = {
      protocol: socket.getProtocol() ?? '',
      cipher: socket.getCipher().name,
      serverDn: judgement.dn,
      serverTrusted: judgement.ok,
    };
    if (this.options.trusts?.(judgement) === false) {
      this.stage = 'trust';
      this.tls = facts;
      throw new Error('certificat du serveur refusé / server certificate refused');
    }
    return facts;
  }

  private bodyType(offers: Reply): string {
    const is8Bit = this.letter.raw.some((byte) => byte > 127);
    return is8Bit && /^250[- ]8BITMIME$/im.test(offers.text) ? ' BODY=8BITMIME' : '';
  }

  private outcome(accepted: boolean, response: string): SendOutcome {
    return {
      accepted,
      stage: this.stage,
      code: this.last?.code ?? null,
      response,
      recipients: this.recipients,
      tls: this.tls,
    };
  }
}

// RFC 5321 §4.5.2. Only lines that CRLF begins are touched: a bare LF or CR goes out as it is.
function dotStuffed(raw: Buffer): Buffer {
  const text = raw.toString('latin1').replace(/(^|\r\n)\./g, '$1..');
  const end = text.endsWith('\r\n') ? '.\r\n' : '\r\n.\r\n';
  return Buffer.from(text + end, 'latin1');
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
