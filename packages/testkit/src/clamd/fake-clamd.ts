import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** EICAR's test file, which scanners take for a virus on purpose; in two halves, or they would take this file for one. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
  'latin1',
);
const NEEDLES = [EICAR, Buffer.from(EICAR.toString('base64').slice(0, 60))];
const LONGEST_NEEDLE = 128;

/** What a scanner does with a letter, told once it has read it, or as soon as it has begun. */
export type ClamdConduct =
  | { readonly kind: 'scans' }
  | { readonly kind: 'says'; readonly reply: string }
  | { readonly kind: 'diesAfter'; readonly octets: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'limit'; readonly octets: number };

/** A scanner on a real socket, which finds EICAR's file in letters and otherwise behaves as the test says. */
export class FakeClamd {
  /** For each letter in turn; the last one stays. */
  conducts: ClamdConduct[] = [{ kind: 'scans' }];
  /** Commands heard, in order. */
  readonly heard: string[] = [];
  /** Octets of letters read until now. */
  octets = 0;
  /** Streams open at this moment, and the most there ever were. */
  streams = 0;
  mostStreams = 0;
  readonly #sockets = new Set<Socket>();
  #isReading = true;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(port = 0): Promise<FakeClamd> {
    const server = createServer();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
    await promise;
    const clamd = new FakeClamd(server, (server.address() as AddressInfo).port);
    server.on('connection', (socket) => clamd.#serve(socket));
    return clamd;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  /** Letters it was given, checks of itself included. */
  get letters(): number {
    return this.heard.filter((command) => command === 'INSTREAM').length;
  }

  /** From now on nothing is read, or read again, by any connection. */
  set isReading(isReading: boolean) {
    this.#isReading = isReading;
    for (const socket of this.#sockets) isReading ? socket.resume() : socket.pause();
  }

  /** Ends as a killed process does: every connection breaks, nobody listens. */
  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.server.close(() => resolve());
    for (const socket of this.#sockets) socket.destroy();
    await promise;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    let command = '';
    const hear = (bytes: Buffer) => {
      const end = bytes.indexOf(0);
      command += bytes.subarray(0, end < 0 ? undefined : end).toString('latin1');
      if (end < 0) return;
      socket.off('data', hear);
      this.heard.push(command.slice(1));
      if (command === 'zPING') socket.end('PONG\0');
      else if (command === 'zINSTREAM') this.#read(socket, bytes.subarray(end + 1));
      else socket.end('UNKNOWN COMMAND\0');
    };
    socket.on('data', hear);
    if (!this.#isReading) socket.pause();
  }

  #read(socket: Socket, rest: Buffer): void {
    const conduct = this.#nextConduct();
    const letter = new LetterRead();
    this.streams += 1;
    this.mostStreams = Math.max(this.mostStreams, this.streams);
    socket.once('close', () => {
      this.streams -= 1;
    });
    const take = (bytes: Buffer) => {
      this.octets += letter.take(bytes);
      const limit = conduct.kind === 'limit' ? conduct.octets : Infinity;
      if (conduct.kind === 'diesAfter' && letter.octets >= conduct.octets) socket.destroy();
      else if (letter.octets > limit) socket.end('INSTREAM size limit exceeded. ERROR\0');
      else if (letter.isWhole && conduct.kind === 'says') socket.end(`${conduct.reply}\0`);
      else if (letter.isWhole && conduct.kind !== 'silent') {
        socket.end(letter.isInfected ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
      }
    };
    socket.on('data', take);
    if (rest.length > 0) take(rest);
  }

  #nextConduct(): ClamdConduct {
    const [first, ...others] = this.conducts;
    if (others.length > 0) this.conducts = others;
    return first ?? { kind: 'scans' };
  }
}

/** The chunks of one letter: nothing of it is kept but what a needle may begin in. */
class LetterRead {
  octets = 0;
  isWhole = false;
  isInfected = false;
  #left = 0;
  #length = Buffer.alloc(0);
  #tail = Buffer.alloc(0);

  /** How many of these bytes are the letter's own. */
  take(bytes: Buffer): number {
    const before = this.octets;
    for (let at = 0; at < bytes.length && !this.isWhole; ) {
      if (this.#left > 0) {
        const piece = bytes.subarray(at, at + this.#left);
        this.#look(piece);
        this.#left -= piece.length;
        at += piece.length;
        continue;
      }
      const wanted = 4 - this.#length.length;
      this.#length = Buffer.concat([this.#length, bytes.subarray(at, at + wanted)]);
      at += wanted;
      if (this.#length.length < 4) break;
      this.#left = this.#length.readUInt32BE();
      this.#length = Buffer.alloc(0);
      this.isWhole = this.#left === 0;
    }
    return this.octets - before;
  }

  #look(piece: Buffer): void {
    this.octets += piece.length;
    const seen = Buffer.concat([this.#tail, piece]);
    this.isInfected ||= NEEDLES.some((needle) => seen.includes(needle));
    this.#tail = Buffer.from(seen.subarray(-LONGEST_NEEDLE));
  }
}
