import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { Fate } from './ledger.js';

export interface Door {
  readonly host: string;
  readonly port: number;
  readonly secureContext: SecureContext;
  /** XOAUTH2's initial response, where the door wants one. */
  readonly token?: string;
}

export interface Sending {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly inChunks: boolean;
  /** Goes away in the middle of the content. */
  readonly dies: boolean;
  readonly wantsReceipts: boolean;
}

export interface Told {
  readonly fate: Fate;
  readonly told: string;
}

/** Moments of a dialogue, at any of which the campaign may strike. */
export type Moment = 'connected' | 'envelope' | 'content' | 'lastOctet' | 'reply';

class Lost extends Error {}
class Refused extends Error {}

const REPLY_MS = 150_000;
const PIECE = 64 * 1024;

/** One SMTP session that tells of each letter exactly what its client may believe. */
export class SmtpClient {
  #text = '';
  #wake: () => void = () => undefined;
  #ended: Error | null = null;

  private constructor(
    private socket: Socket | TLSSocket,
    private readonly at: (moment: Moment) => void,
  ) {
    this.#hear(socket);
  }

  /** @throws when the session could not begin: nothing was sent. */
  static async open(door: Door, at: (moment: Moment) => void): Promise<SmtpClient> {
    const tcp = connectTcp({ host: door.host, port: door.port, noDelay: true });
    const client = new SmtpClient(tcp, at);
    try {
      await once(tcp, 'connect');
      await client.#greet(tcp, door);
      at('connected');
      return client;
    } catch (fault) {
      client.close();
      throw fault;
    }
  }

  get isOver(): boolean {
    return this.#ended !== null;
  }

  /** Never throws: whatever happens is what the client was told. */
  async send(sending: Sending): Promise<Told> {
    let hasLeft = false;
    try {
      await this.#envelope(sending);
      this.at('envelope');
      const leaves = () => {
        hasLeft = true;
        this.at('lastOctet');
      };
      const reply = sending.inChunks
        ? await this.#chunks(sending, leaves)
        : await this.#data(sending, leaves);
      this.at('reply');
      return { fate: reply.startsWith('250') ? 'accepted' : 'refused', told: reply };
    } catch (fault) {
      const told = fault instanceof Error ? fault.message : String(fault);
      if (fault instanceof Refused && !this.isOver) await this.#say('RSET').catch(() => undefined);
      if (fault instanceof Refused) return { fate: 'notSent', told };
      this.close();
      return { fate: hasLeft ? 'unknown' : 'notSent', told };
    }
  }

  async quit(): Promise<void> {
    await this.#say('QUIT').catch(() => undefined);
    this.close();
  }

  close(): void {
    this.#fail(new Lost('closed by the client'));
    this.socket.destroy();
  }

  async #greet(tcp: Socket, { secureContext, token }: Door): Promise<void> {
    await this.#expect('220', this.#reply());
    await this.#expect('250', this.#say('EHLO campagne.test'));
    await this.#expect('220', this.#say('STARTTLS'));
    tcp.removeAllListeners('data');
    // Who answers is not what is tried here.
    const tls = connectTls({
      socket: tcp,
      secureContext,
      servername: 'mx.campagne.test',
      rejectUnauthorized: false,
    });
    this.#hear(tls);
    const isSecure = once(tls, 'secureConnect').then(() => true);
    if (!(await Promise.race([isSecure, once(tcp, 'close').then(() => false)])))
      throw new Lost('no handshake');
    await this.#expect('250', this.#say('EHLO campagne.test'));
    if (token) await this.#expect('235', this.#say(`AUTH XOAUTH2 ${token}`));
  }

  /** MAIL and each RCPT in one write. A recipient refused is a letter not sent: its client tries again with all of them. */
  async #envelope({ from, to, wantsReceipts }: Sending): Promise<void> {
    const wish = wantsReceipts ? ' NOTIFY=SUCCESS' : '';
    const lines = [`MAIL FROM:<${from}>`, ...to.map((address) => `RCPT TO:<${address}>${wish}`)];
    this.socket.write(`${lines.join('\r\n')}\r\n`);
    let refusal: string | null = null;
    for (const _ of lines) {
      const reply = await this.#reply();
      if (!reply.startsWith('250')) refusal ??= reply;
    }
    if (refusal) throw new Refused(refusal);
  }

  async #data({ raw, dies }: Sending, leaves: () => void): Promise<string> {
    const invitation = await this.#say('DATA');
    if (!invitation.startsWith('354')) throw new Refused(invitation);
    const stuffed = Buffer.from(raw.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1');
    await this.#write(dies ? stuffed.subarray(0, stuffed.length / 2) : stuffed);
    if (dies) throw new Lost('the client died');
    leaves();
    this.socket.write('.\r\n');
    return this.#reply();
  }

  async #chunks({ raw, dies }: Sending, leaves: () => void): Promise<string> {
    const cut = Math.floor(raw.length / 2);
    this.socket.write(`BDAT ${cut}\r\n`);
    await this.#write(raw.subarray(0, dies ? cut / 2 : cut));
    if (dies) throw new Lost('the client died');
    const half = await this.#reply();
    if (!half.startsWith('250')) throw new Refused(half);
    this.socket.write(`BDAT ${raw.length - cut} LAST\r\n`);
    await this.#write(raw.subarray(cut, -1));
    leaves();
    this.socket.write(raw.subarray(-1));
    return this.#reply();
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let from = 0; from < bytes.length; from += PIECE) {
      if (this.#ended) throw this.#ended;
      if (from > 0 || bytes.length < PIECE) this.at('content');
      if (!this.socket.write(bytes.subarray(from, from + PIECE))) await this.#drained();
    }
  }

  async #drained(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.socket.once('drain', resolve);
    this.socket.once('close', resolve);
    if (!this.#ended) await promise;
    this.socket.off('drain', resolve);
    this.socket.off('close', resolve);
  }

  async #expect(code: string, reply: Promise<string>): Promise<void> {
    const text = await reply;
    if (!text.startsWith(code)) throw new Refused(text);
  }

  #say(line: string): Promise<string> {
    this.socket.write(`${line}\r\n`);
    return this.#reply();
  }

  #hear(socket: Socket | TLSSocket): void {
    this.socket = socket;
    socket.on('data', (data) => {
      this.#text += data.toString('latin1');
      this.#wake();
    });
    socket.on('error', (fault) => this.#fail(new Lost(fault.message)));
    socket.on('close', () => this.#fail(new Lost('connection lost')));
  }

  #fail(fault: Error): void {
    this.#ended ??= fault;
    this.#wake();
  }

  async #reply(): Promise<string> {
    const late = setTimeout(() => this.#fail(new Lost('no reply')), REPLY_MS);
    try {
      for (;;) {
        const found = /^(?:\d{3}-.*\r\n)*(\d{3} .*)\r\n/.exec(this.#text);
        if (found) {
          this.#text = this.#text.slice(found[0].length);
          return found[1] ?? '';
        }
        if (this.#ended) throw this.#ended;
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wake = resolve;
        await promise;
      }
    } finally {
      clearTimeout(late);
    }
  }
}
