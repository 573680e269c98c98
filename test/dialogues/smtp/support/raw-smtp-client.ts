import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, TLSSocket } from 'node:tls';
import type { TestIdentity } from '@cachet/testkit/pki';

/** A client that says what it is told to, byte for byte, and reads whole replies. */
export class RawSmtpClient {
  private text = '';
  private ended = false;
  private wake: () => void = () => undefined;

  private constructor(private socket: Socket) {
    this.listen();
  }

  static async connect(port: number): Promise<RawSmtpClient> {
    const socket = connectTcp(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    return new RawSmtpClient(socket);
  }

  /** Connects, and speaks TLS with that certificate. The greeting and both EHLO are done. */
  static async secured(port: number, identity: TestIdentity | null): Promise<RawSmtpClient> {
    const client = await RawSmtpClient.connect(port);
    await client.reply();
    await client.ask('EHLO client.test');
    await client.ask('STARTTLS');
    await client.startTls(identity);
    return client;
  }

  /** Shakes hands; `options` may ask for less than the client could do. @throws what the handshake fails with. */
  async startTls(identity: TestIdentity | null, options: ConnectionOptions = {}): Promise<void> {
    this.socket.removeAllListeners();
    const secure = connectTls({
      socket: this.socket,
      rejectUnauthorized: false,
      ...(identity && { cert: identity.cert, key: identity.key }),
      ...options,
    });
    await once(secure, 'secureConnect');
    this.socket = secure;
    this.text = '';
    this.listen();
  }

  send(bytes: string | Buffer): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes);
  }

  /** Sends a line and answers the whole reply, lines joined by `\n`. */
  ask(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return this.reply();
  }

  /** The next whole reply. @throws Error when the connection ends before one came. */
  async reply(): Promise<string> {
    for (;;) {
      const match = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\n/.exec(this.text);
      if (match) {
        this.text = this.text.slice(match[0].length);
        return match[0].replaceAll('\r', '').trimEnd();
      }
      if (this.ended) throw new Error(`connection ended; left over: ${JSON.stringify(this.text)}`);
      await this.more();
    }
  }

  /** The next line, null once the server has closed. */
  async line(): Promise<string | null> {
    for (;;) {
      const end = this.text.indexOf('\n');
      if (end >= 0) {
        const line = this.text.slice(0, end).replace(/\r$/, '');
        this.text = this.text.slice(end + 1);
        return line;
      }
      if (this.ended) return null;
      await this.more();
    }
  }

  /** What the server still says until it closes. */
  async untilClosed(): Promise<string> {
    while (!this.ended) await this.more();
    return this.text.replaceAll('\r', '').trimEnd();
  }

  /** What was agreed in the handshake. */
  get tls(): TLSSocket {
    if (this.socket instanceof TLSSocket) return this.socket;
    throw new Error('this client does not speak TLS');
  }

  close(): void {
    this.socket.end();
  }

  cut(): void {
    this.socket.destroy();
  }

  private more(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private listen(): void {
    this.socket.on('data', (bytes: Buffer) => {
      this.text += bytes.toString('utf8');
      this.wake();
    });
    const ended = () => {
      this.ended = true;
      this.wake();
    };
    this.socket.on('end', ended).on('close', ended).on('error', ended);
  }
}
