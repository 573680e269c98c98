import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What a script inside answered with: it threw, or there is no such command. */
export class MarionetteFault extends Error {}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: Error) => void;
}

/** Mozilla's remote control: a length, a colon, then JSON; `[0, id, command, parameters]` is answered by `[1, id, fault, result]`. */
export class Marionette {
  #buffer = Buffer.alloc(0);
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();

  private constructor(private readonly socket: Socket) {
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end());
  }

  /** In the program's own pages, with all that they may do. */
  static async open(port: number, scriptWithinMs: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const marionette = new Marionette(socket);
    await marionette.ask('WebDriver:NewSession', { unhandledPromptBehavior: 'ignore' });
    await marionette.ask('WebDriver:SetTimeouts', { script: scriptWithinMs });
    await marionette.ask('Marionette:SetContext', { value: 'chrome' });
    return marionette;
  }

  ask(command: string, parameters: object = {}): Promise<unknown> {
    const id = ++this.#asked;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const packet = Buffer.from(JSON.stringify([0, id, command, parameters]));
    this.socket.write(Buffer.concat([Buffer.from(`${packet.length}:`), packet]));
    return answer;
  }

  close(): void {
    this.socket.destroy();
  }

  #take(bytes: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, bytes]);
    for (;;) {
      const colon = this.#buffer.indexOf(':');
      const end = colon + 1 + Number(this.#buffer.subarray(0, colon).toString());
      if (colon < 0 || this.#buffer.length < end) return;
      this.#hear(JSON.parse(this.#buffer.subarray(colon + 1, end).toString('utf8')));
      this.#buffer = this.#buffer.subarray(end);
    }
  }

  #hear(packet: unknown): void {
    // The greeting says which protocol is spoken.
    if (!Array.isArray(packet)) return;
    const [, id, fault, result] = packet;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (fault) waiting?.reject(new MarionetteFault(`${fault.error}: ${fault.message}\n${fault.stacktrace}`));
    else waiting?.resolve(result?.value);
  }

  #end(): void {
    for (const { reject } of this.#waiting.values()) reject(new MarionetteFault('the program has gone'));
    this.#waiting.clear();
  }
}
