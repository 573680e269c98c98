import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { TestIdentity } from '@cachet/testkit/pki';

/** What a peer says; each line of a reply is written as it stands. A function may write what it likes on the socket itself. */
export interface Script {
  greeting?: string | ((socket: Socket) => void) | null;
  /** Keywords of EHLO, before and after TLS. */
  clear: string[];
  offers: string[];
  startTls: string;
  mail: string | null;
  rcpt: (line: string) => string | null;
  data: string | null;
  /** Null never answers; `cut` hangs up. */
  dot: string | null | 'cut';
  /** Stops reading once the content begins. */
  readsContent: boolean;
  ehlo: string | null;
}

const POLITE: Script = {
  greeting: '220 mx.pair ESMTP',
  clear: ['STARTTLS'],
  offers: ['PIPELINING', '8BITMIME', 'SIZE 20000000', 'SMTPUTF8', 'DSN'],
  startTls: '220 2.0.0 Ready',
  mail: '250 2.1.0 Ok',
  rcpt: () => '250 2.1.5 Ok',
  data: '354 Go on',
  dot: '250 2.0.0 Taken',
  readsContent: true,
  ehlo: null,
};

interface Heard {
  rest: string;
  isContent: boolean;
}

/** A peer on a real socket that answers what it is told to, and remembers every byte it was sent. */
export class ScriptedPeer {
  script: Script;
  connections = 0;
  /** Commands heard under TLS, in order, over all connections. */
  readonly commands: string[] = [];
  /** The contents as they came, their final dot included. */
  readonly contents: string[] = [];
  /** Reads that held commands: pipelined ones come in one. */
  readonly reads: string[] = [];
  port = 0;
  readonly #sockets = new Set<Socket>();

  private constructor(
    readonly identity: TestIdentity,
    private readonly server: Server,
    script: Partial<Script>,
  ) {
    this.script = { ...POLITE, ...script };
  }

  static async start(identity: TestIdentity, script: Partial<Script> = {}): Promise<ScriptedPeer> {
    const server = createServer();
    const peer = new ScriptedPeer(identity, server, script);
    server.on('connection', (socket) => peer.#meet(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    peer.port = (server.address() as AddressInfo).port;
    return peer;
  }

  /** Hangs up on everybody, and goes on listening. */
  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.hangUp();
    this.server.close();
    await once(this.server, 'close');
  }

  get mails(): readonly string[] {
    return this.commands.filter((line) => line.startsWith('MAIL'));
  }

  #meet(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
    const { greeting } = this.script;
    if (typeof greeting === 'function') greeting(socket);
    else if (greeting) socket.write(`${greeting}\r\n`);
    socket.on('data', (bytes) => this.#inClear(socket, bytes.toString('latin1')));
  }

  #inClear(socket: Socket, line: string): void {
    if (line.startsWith('EHLO')) this.#ehlo(socket, this.script.clear);
    if (!line.startsWith('STARTTLS')) return;
    socket.removeAllListeners('data');
    socket.write(`${this.script.startTls}\r\n`);
    if (this.script.startTls.startsWith('220')) this.#secure(socket);
  }

  #secure(raw: Socket): void {
    const secureContext = createSecureContext({ key: this.identity.key, cert: this.identity.cert });
    const socket = new TLSSocket(raw, {
      isServer: true,
      secureContext,
      requestCert: true,
      rejectUnauthorized: false,
    });
    socket.on('error', () => undefined);
    const heard = { rest: '', isContent: false };
    socket.on('data', (bytes) => {
      heard.rest += bytes.toString('latin1');
      if (!heard.isContent) this.reads.push(heard.rest);
      while (heard.isContent ? this.#content(socket, heard) : this.#command(socket, heard));
    });
  }

  /** Whether a whole command was there. */
  #command(socket: Socket, heard: Heard): boolean {
    const end = heard.rest.indexOf('\r\n');
    if (end < 0) return false;
    const line = heard.rest.slice(0, end);
    heard.rest = heard.rest.slice(end + 2);
    this.commands.push(line);
    heard.isContent = this.#answer(socket, line);
    return true;
  }

  /** Whether a whole content was there. */
  #content(socket: Socket, heard: Heard): boolean {
    const end = heard.rest.startsWith('.\r\n') ? 3 : heard.rest.indexOf('\r\n.\r\n') + 5;
    if (end === 4) return false;
    this.contents.push(heard.rest.slice(0, end));
    heard.rest = heard.rest.slice(end);
    heard.isContent = false;
    this.#taken(socket);
    return true;
  }

  #taken(socket: Socket): void {
    const { dot } = this.script;
    if (dot === 'cut') socket.destroy();
    else if (dot) socket.write(`${dot}\r\n`);
  }

  /** Whether content follows. */
  #answer(socket: Socket, line: string): boolean {
    const { script } = this;
    const say = (reply: string | null) => void (reply && socket.write(`${reply}\r\n`));
    const [verb] = line.split(' ');
    switch (verb) {
      case 'EHLO':
        this.#ehlo(socket, script.offers);
        return false;
      case 'MAIL':
        say(script.mail);
        return false;
      case 'RCPT':
        say(script.rcpt(line));
        return false;
      case 'DATA':
        say(script.data);
        if (!script.readsContent) socket.pause();
        return script.data?.startsWith('354') ?? false;
      case 'RSET':
        say('250 2.0.0 Ok');
        return false;
      default:
        say('221 2.0.0 Bye');
        socket.end();
        return false;
    }
  }

  #ehlo(socket: Socket, offers: readonly string[]): void {
    const lines = ['mx.pair', ...offers];
    const reply = lines.map((line, at) => `250${at === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join('');
    socket.write(this.script.ehlo ?? reply);
  }
}
