import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface ScriptedMessage {
  readonly uid: number;
  readonly raw: Buffer;
  readonly flags?: string;
  /** As written between quotes. */
  readonly date?: string;
  /** What is said to be its size. */
  readonly size?: number;
}

/** What an IMAP server may do that none should. */
export interface Script {
  readonly folders?: readonly string[];
  messages(): readonly ScriptedMessage[];
  /** Called before each piece is sent; answers what is sent instead of it, or destroys the socket itself. */
  piece?(uid: number, start: number, socket: Socket): Buffer | 'silence' | null;
}

/** A server that says what it is told to, right or wrong, in clear on 127.0.0.1. */
export class ScriptedServer {
  connections = 0;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly script: Script,
  ) {}

  static async start(script: Script): Promise<ScriptedServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const scripted = new ScriptedServer(server, script);
    server.on('connection', (socket) => scripted.#serve(socket));
    return scripted;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        this.#answer(socket, line);
      }
    });
  }

  #answer(socket: Socket, line: string): void {
    const [tag = '', ...words] = line.split(' ');
    const command = words.join(' ');
    if (/^CAPABILITY/i.test(command)) socket.write('* CAPABILITY IMAP4rev1\r\n');
    else if (/^(?:LIST|LSUB) /i.test(command)) this.#list(socket, command);
    else if (/^(?:SELECT|EXAMINE) /i.test(command)) {
      socket.write(`* ${this.script.messages().length} EXISTS\r\n* OK [UIDVALIDITY 77] x\r\n`);
      socket.write('* FLAGS (\\Seen)\r\n');
    } else if (/^UID SEARCH/i.test(command))
      socket.write(
        `* SEARCH ${this.script
          .messages()
          .map(({ uid }) => uid)
          .join(' ')}\r\n`,
      );
    if (/^UID FETCH/i.test(command)) this.#fetch(socket, tag, command);
    else socket.write(`${tag} OK done\r\n`);
  }

  #list(socket: Socket, command: string): void {
    if (/""\s*$/.test(command)) return void socket.write('* LIST (\\Noselect) "." ""\r\n');
    const verb = /^LSUB/i.test(command) ? 'LSUB' : 'LIST';
    for (const name of this.script.folders ?? ['INBOX'])
      socket.write(`* ${verb} (\\HasNoChildren) "." "${name}"\r\n`);
  }

  #fetch(socket: Socket, tag: string, command: string): void {
    const [, set = ''] = /^UID FETCH (\S+) /i.exec(command) ?? [];
    const uids = new Set(set.split(',').flatMap(rangeOf));
    const window = /<(\d+)\.(\d+)>/.exec(command);
    for (const message of this.script.messages().filter(({ uid }) => uids.has(uid))) {
      const head = `* 1 FETCH (UID ${message.uid}`;
      if (!window) {
        const date = message.date ?? '20-Nov-2026 10:00:00 +0100';
        socket.write(`${head} FLAGS (${message.flags ?? ''}) INTERNALDATE "${date}")\r\n`);
        continue;
      }
      const [start, length] = [Number(window[1]), Number(window[2])];
      const scripted = this.script.piece?.(message.uid, start, socket) ?? null;
      if (scripted === 'silence' || socket.destroyed) return;
      const piece = scripted ?? message.raw.subarray(start, start + length);
      const size = message.size ?? message.raw.length;
      socket.write(`${head} RFC822.SIZE ${size} BODY[]<${start}> {${piece.length}}\r\n`);
      socket.write(piece);
      socket.write(')\r\n');
    }
    socket.write(`${tag} OK done\r\n`);
  }
}

function rangeOf(text: string): number[] {
  const [first = 0, last = first] = text.split(':').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
