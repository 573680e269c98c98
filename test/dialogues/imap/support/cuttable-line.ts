import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP line to another port that can be cut and mended: what the database's absence looks like from outside. */
export class CuttableLine {
  readonly #pairs = new Set<Socket>();
  #cut = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(port: number): Promise<CuttableLine> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const line = new CuttableLine(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => line.#join(near, port));
    return line;
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#pairs) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  #join(near: Socket, port: number): void {
    if (this.#cut) return void near.destroy();
    const far = connect(port, '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#pairs.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#pairs.delete(socket);
        other.destroy();
      });
    }
  }
}
