import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

export interface Reply {
  readonly code: number;
  readonly text: string;
}

interface Waiter {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/** One SMTP connection seen from the client: lines out, replies in. Content goes out byte for byte. */
export class SmtpDialogue {
  private pending = '';
  private lines: string[] = [];
  private replies: Reply[] = [];
  private waiter: Waiter | null = null;
  private failure: Error | null = null;

  private constructor(private socket: Socket) {
    this.listenTo(socket);
  }

  static async open(host: string, port: number, timeoutMs: number): Promise<SmtpDialogue> {
    const socket = connect({ host, port, timeout: timeoutMs });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.once('connect', resolve);
    socket.once('error', reject);
    await promise;
    return new SmtpDialogue(socket);
  }

  command(line: string): Promise<Reply> {
    return this.send(Buffer.from(`${line}\r\n`));
  }

  send(bytes: Buffer): Promise<Reply> {
    this.socket.write(bytes);
    return this.reply();
  }

  reply(): Promise<Reply> {
    const ready = this.replies.shift();
    if (ready) return Promise.resolve(ready);
    if (this.failure) return Promise.reject(this.failure);
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.waiter = { resolve, reject };
    return promise;
  }

  /** Continues in TLS. The server's certificate is not refused here: the caller judges it. */
  async startTls(servername: string, identity: { cert: string; key: string } | null): Promise<TLSSocket> {
    this.socket.removeAllListeners();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const secure = connectTls(
      { socket: this.socket, servername, minVersion: 'TLSv1.2', rejectUnauthorized: false, ...identity },
      resolve,
    );
    secure.once('error', reject);
    secure.once('close', () => reject(new Error('connexion fermée / connection closed')));
    await promise;
    this.socket = secure;
    this.listenTo(secure);
    return secure;
  }

  close(): void {
    this.socket.destroy();
  }

  private listenTo(socket: Socket): void {
    socket.on('data', (data: Buffer) => this.read(data.toString('utf8')));
    socket.on('timeout', () => socket.destroy(new Error('sans réponse / no answer')));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('connexion fermée / connection closed')));
  }

  private read(text: string): void {
    const parts = (this.pending + text).split('\r\n');
    this.pending = parts.pop() ?? '';
    for (const line of parts) this.readLine(line);
  }

  private readLine(line: string): void {
    this.lines.push(line);
    if (/^\d{3}-/.test(line)) return;
    const reply = { code: Number(line.slice(0, 3)), text: this.lines.join('\n') };
    this.lines = [];
    if (!this.waiter) this.replies.push(reply);
    else this.take().resolve(reply);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    if (this.waiter) this.take().reject(this.failure);
  }

  private take(): Waiter {
    const waiter = this.waiter;
    if (!waiter) throw new Error('no one waits for a reply');
    this.waiter = null;
    return waiter;
  }
}
