import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

export interface ImapDoor {
  readonly host: string;
  readonly port: number;
  /** XOAUTH2's initial response. */
  readonly token: string;
}

/**
 * What a client was told of one command. `notSent`: the connection ended before the command had left whole; `unknown`: it ended, or the
 * server took leave, after that and without an answer.
 */
export interface Told {
  readonly fate: 'ok' | 'refused' | 'notSent' | 'unknown';
  /** The tagged answer, or what ended the connection. */
  readonly text: string;
  readonly untagged: readonly string[];
}

class Lost extends Error {}

const ANSWER_MS = 150_000;

/** One IMAP session that tells of each command exactly what its client may believe. */
export class ImapSession {
  #text = '';
  #wake: () => void = () => undefined;
  #ended: Error | null = null;
  #tag = 0;

  private constructor(
    private socket: Socket | TLSSocket,
    private readonly left: () => void,
  ) {
    this.#hear(socket);
  }

  /** `left` hears each time that a command has left whole. @throws when the session could not begin. */
  static async open({ host, port, token }: ImapDoor, left: () => void): Promise<ImapSession> {
    const tcp = connectTcp({ host, port, noDelay: true });
    const session = new ImapSession(tcp, left);
    try {
      await once(tcp, 'connect');
      await session.#line();
      await session.#mustDo('STARTTLS');
      tcp.removeAllListeners('data');
      // Who answers is not what is tried here.
      const tls = connectTls({ socket: tcp, rejectUnauthorized: false });
      session.#hear(tls);
      const isSecure = once(tls, 'secureConnect').then(() => true);
      if (!(await Promise.race([isSecure, once(tcp, 'close').then(() => false)])))
        throw new Lost('no handshake');
      await session.#mustDo(`AUTHENTICATE XOAUTH2 ${token}`);
      return session;
    } catch (fault) {
      session.close();
      throw fault;
    }
  }

  get isOver(): boolean {
    return this.#ended !== null;
  }

  /** Text and literals in turn, text first. Never throws: whatever happens is what the client was told. */
  async tell(...pieces: readonly (string | Buffer)[]): Promise<Told> {
    this.#tag += 1;
    const tag = `c${this.#tag}`;
    const untagged: string[] = [];
    let hasLeft = false;
    try {
      this.socket.write(`${tag} `);
      for (const [index, piece] of pieces.entries()) {
        const literal = pieces[index + 1];
        const announced = literal instanceof Buffer ? ` {${literal.length}}\r\n` : '';
        if (index === pieces.length - 1) {
          hasLeft = true;
          this.socket.write(piece);
          this.socket.write('\r\n');
        } else {
          this.socket.write(piece);
          this.socket.write(announced);
          if (announced && !(await this.#isInvited(tag, untagged)))
            return { fate: 'refused', text: untagged.at(-1) ?? '', untagged };
        }
      }
      this.left();
      const text = await this.#until(tag, untagged);
      return { fate: text.startsWith('OK') ? 'ok' : 'refused', text, untagged };
    } catch (fault) {
      this.close();
      const text = fault instanceof Error ? fault.message : String(fault);
      return {
        fate: hasLeft ? 'unknown' : 'notSent',
        text: [...untagged.slice(-1), text].join(' '),
        untagged,
      };
    }
  }

  close(): void {
    this.#fail(new Lost('closed by the client'));
    this.socket.destroy();
  }

  async #mustDo(command: string): Promise<void> {
    const { fate, text } = await this.tell(command);
    if (fate !== 'ok') throw new Lost(text);
  }

  /** Whether the server asks for the literal; otherwise the command ended, and its answer is the last line. */
  async #isInvited(tag: string, untagged: string[]): Promise<boolean> {
    for (;;) {
      const line = await this.#line();
      if (line.startsWith('+')) return true;
      untagged.push(line);
      if (line.startsWith(`${tag} `)) return false;
    }
  }

  async #until(tag: string, untagged: string[]): Promise<string> {
    for (;;) {
      const line = await this.#line();
      if (line.startsWith(`${tag} `)) return line.slice(tag.length + 1);
      untagged.push(line);
    }
  }

  async #line(): Promise<string> {
    const late = setTimeout(() => this.#fail(new Lost('no answer')), ANSWER_MS);
    try {
      for (;;) {
        const end = this.#text.indexOf('\r\n');
        if (end >= 0) {
          const line = this.#text.slice(0, end);
          this.#text = this.#text.slice(end + 2);
          return line;
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
}
