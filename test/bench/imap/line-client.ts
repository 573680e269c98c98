import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** Where a client knocks, and how it proves who it is. */
export interface Door {
  readonly host: string;
  readonly port: number;
  readonly servername: string;
  /** The command that signs in, without its tag. */
  signIn(user: string): Promise<string>;
}

/** Room for the end of an answer, its tagged line. */
const TAIL = 600;

/** One IMAP session that looks for the ends of answers and at nothing else: what is measured is the server. */
export class LineClient {
  #tag = 0;
  #wanted = '';
  #tail = '';
  #kept: string[] | null = null;
  #done: ((answer: string) => void) | null = null;
  #fail: ((fault: Error) => void) | null = null;
  #ended = false;
  /** Hears what is said while nothing was asked: news to one who idles. */
  onNews: ((text: string) => void) | null = null;

  private constructor(private socket: Socket | TLSSocket) {}

  /** Connected, encrypted by STARTTLS, not signed in. */
  static async connect({ host, port, servername }: Door): Promise<LineClient> {
    const tcp = connectTcp({ host, port, noDelay: true });
    const client = new LineClient(tcp);
    const greeting = client.#until('* ');
    client.#hear(tcp);
    await greeting;
    await client.command('STARTTLS');
    tcp.removeAllListeners('data');
    // Who answers is not what is measured; the handshake is the same for all.
    const tls = connectTls({ socket: tcp, servername, rejectUnauthorized: false });
    client.#hear(tls);
    await once(tls, 'secureConnect');
    return client;
  }

  static async signedIn(door: Door, user: string): Promise<LineClient> {
    const client = await LineClient.connect(door);
    await client.command(await door.signIn(user));
    return client;
  }

  /** The answer to one command: all of it with `keep`, otherwise its end. @throws when it is not OK. */
  async command(text: string, keep = false): Promise<string> {
    const tag = `t${++this.#tag}`;
    this.#kept = keep ? [] : null;
    const answer = this.#until(`${tag} `);
    this.socket.write(`${tag} ${text}\r\n`, 'latin1');
    return okOf(tag, await answer, text);
  }

  /** APPEND of one letter or, in one command, of several (RFC 3502). */
  async append(folder: string, letters: readonly Buffer[]): Promise<void> {
    const tag = `t${++this.#tag}`;
    let line = `${tag} APPEND ${folder}`;
    for (const letter of letters) {
      const invited = this.#until('+ ');
      this.socket.write(`${line} {${letter.length}}\r\n`, 'latin1');
      await invited;
      this.socket.write(letter);
      line = '';
    }
    const answer = this.#until(`${tag} `);
    this.socket.write('\r\n');
    okOf(tag, await answer, 'APPEND');
  }

  /** Begins to idle; from then on `onNews` hears. */
  async idle(): Promise<void> {
    const invited = this.#until('+ ');
    this.socket.write(`t${++this.#tag} IDLE\r\n`);
    await invited;
  }

  close(): void {
    this.#ended = true;
    this.socket.destroy();
  }

  #until(start: string): Promise<string> {
    this.#wanted = start;
    this.#tail = '';
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#done = resolve;
    this.#fail = reject;
    return promise;
  }

  #hear(socket: Socket | TLSSocket): void {
    this.socket = socket;
    socket.on('data', (data: Buffer) => this.#take(data.toString('latin1')));
    socket.on('error', (fault) => this.#lose(fault));
    socket.on('close', () => this.#lose(new Error('closed by the server')));
  }

  #take(text: string): void {
    if (!this.#done) {
      this.onNews?.(text);
      return;
    }
    this.#kept?.push(text);
    const seen = this.#tail + text;
    this.#tail = seen.length > TAIL ? seen.slice(-TAIL) : seen;
    if (!this.#tail.endsWith('\r\n')) return;
    const at = this.#tail.startsWith(this.#wanted) ? 0 : this.#tail.lastIndexOf(`\n${this.#wanted}`) + 1;
    if (at === 0 && !this.#tail.startsWith(this.#wanted)) return;
    const done = this.#done;
    this.#done = null;
    done(this.#kept ? this.#kept.join('') : this.#tail.slice(at));
  }

  #lose(fault: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#fail?.(fault);
  }
}

function okOf(tag: string, answer: string, text: string): string {
  const end = answer.slice(answer.lastIndexOf(`${tag} `));
  if (!end.startsWith(`${tag} OK`)) throw new Error(`« ${text.slice(0, 60)} » was answered ${end.trim()}`);
  return answer;
}
