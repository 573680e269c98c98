import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { constants, createDeflateRaw, createInflateRaw, type DeflateRaw } from 'node:zlib';
import type { Holder } from './imap-world.js';

/** What a client shows of itself in the handshake, PEM. */
export interface ClientIdentity {
  readonly cert: string;
  readonly key: string;
}

/** A client that knows lines and nothing else: what it sends and sees is what the dialogue says. */
export class ImapLineClient {
  #buffer = '';
  #ended = false;
  #deflate: DeflateRaw | null = null;
  #wake: () => void = () => {};

  private constructor(private socket: Socket) {
    this.#hear(socket);
  }

  static async connect(port: number): Promise<ImapLineClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new ImapLineClient(socket);
  }

  /** Connected, encrypted and past the greeting. */
  static async encrypted(port: number, identity?: ClientIdentity): Promise<ImapLineClient> {
    const client = await ImapLineClient.connect(port);
    await client.line();
    await client.command('tls STARTTLS');
    await client.startTls(identity);
    return client;
  }

  static async signedIn(port: number, holder: Holder): Promise<ImapLineClient> {
    const client = await ImapLineClient.encrypted(port);
    const answer = await client.command(
      `in AUTHENTICATE XOAUTH2 ${xoauth2(holder.bal.address, holder.token)}`,
    );
    if (!answer.at(-1)?.startsWith('in OK')) throw new Error(`not signed in: ${answer.at(-1)}`);
    return client;
  }

  async startTls(identity?: ClientIdentity): Promise<void> {
    this.socket.removeAllListeners();
    const secure = connectTls({
      socket: this.socket,
      rejectUnauthorized: false,
      ...(identity && { cert: identity.cert, key: identity.key }),
    });
    await once(secure, 'secureConnect');
    this.socket = secure;
    this.#hear(secure);
  }

  send(text: string): void {
    if (this.#deflate) this.sendOctets(Buffer.from(text, 'latin1'));
    else this.socket.write(text, 'latin1');
  }

  sendOctets(octets: Buffer): void {
    if (!this.#deflate) return void this.socket.write(octets);
    this.#deflate.write(octets);
    this.#deflate.flush(constants.Z_SYNC_FLUSH);
  }

  /** RFC 4978, after the server's OK. */
  compress(): void {
    const inflate = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
    const deflate = createDeflateRaw();
    this.socket.removeAllListeners();
    this.socket.on('data', (bytes: Buffer) => inflate.write(bytes));
    this.socket.on('error', () => {});
    // What came before the end is read before the end is known.
    this.socket.once('close', () => inflate.end());
    inflate.on('data', (bytes: Buffer) => this.#take(bytes));
    for (const event of ['end', 'error']) inflate.once(event, () => this.#close());
    deflate.on('data', (bytes: Buffer) => void this.socket.write(bytes));
    this.#deflate = deflate;
  }

  /** Signed in, and compressed. */
  static async compressed(port: number, holder: Holder): Promise<ImapLineClient> {
    const client = await ImapLineClient.signedIn(port, holder);
    await client.command('z COMPRESS DEFLATE');
    client.compress();
    return client;
  }

  /** One line of the server's, latin1, without its CRLF; null when it has closed. */
  async line(timeoutMs = 5_000): Promise<string | null> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const end = this.#buffer.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#buffer.slice(0, end);
        this.#buffer = this.#buffer.slice(end + 2);
        return line;
      }
      if (this.#ended) return null;
      if (Date.now() >= deadline)
        throw new Error(`the server said nothing more; unfinished: ${this.#buffer}`);
      await this.#news(deadline - Date.now());
    }
  }

  /** Sends a command and answers everything said up to its tagged line. */
  async command(text: string): Promise<string[]> {
    this.send(`${text}\r\n`);
    return this.until(`${text.split(' ', 1)[0]} `);
  }

  async until(start: string, timeoutMs?: number): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.line(timeoutMs);
      if (line === null) throw new Error(`the server closed; it had said: ${lines.join(' | ')}`);
      lines.push(line);
      if (line.startsWith(start)) return lines;
    }
  }

  get closed(): boolean {
    return this.#ended;
  }

  /** Reads nothing more: what the server sends stays on the way. */
  pause(): void {
    this.socket.pause();
  }

  close(): void {
    this.socket.destroy();
  }

  #hear(socket: Socket): void {
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    for (const event of ['end', 'close', 'error']) {
      socket.on(event, () => this.#close());
    }
  }

  #close(): void {
    this.#ended = true;
    this.#wake();
  }

  #take(bytes: Buffer): void {
    this.#buffer += bytes.toString('latin1');
    this.#wake();
  }

  async #news(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
}

export function xoauth2(address: string, token: string): string {
  return Buffer.from(`user=${address}\x01auth=Bearer ${token}\x01\x01`).toString('base64');
}

export function oauthbearer(address: string, token: string): string {
  const fields = [
    `n,a=${address},`,
    'host=mx.operateur-cachet.mssante.fr',
    'port=143',
    `auth=Bearer ${token}`,
    '',
    '',
  ];
  return Buffer.from(fields.join('\x01')).toString('base64');
}
