import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TestIgc } from '@cachet/testkit/pki';

export const HOST = 'hook.partenaire.fr';

export interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly path: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Never answers. */
  readonly silent?: boolean;
}

/** A receiver of webhooks: a real HTTPS server, which answers as it is told. */
export class TestReceiver {
  readonly received: Received[] = [];
  reply: (received: Received) => Reply = () => ({ status: 204 });
  /** Calls that it has not answered. */
  open = 0;
  mostOpen = 0;

  private constructor(
    private readonly server: Server,
    readonly ca: string,
  ) {}

  static async start(cn: string = HOST): Promise<TestReceiver> {
    const igc = await TestIgc.create(cn);
    const { cert, key } = await igc.issue({ cn });
    const server = createServer({ cert: cert + igc.chainPem, key }, (request, response) => {
      void (async () => {
        const body = Buffer.concat(await request.toArray()).toString();
        const received = { headers: request.headers, body, path: request.url ?? '' };
        receiver.received.push(received);
        receiver.open += 1;
        receiver.mostOpen = Math.max(receiver.mostOpen, receiver.open);
        response.on('close', () => {
          receiver.open -= 1;
        });
        const { status, headers = {}, body: answer = '', silent = false } = receiver.reply(received);
        if (!silent) response.writeHead(status, headers).end(answer);
      })();
    });
    const receiver = new TestReceiver(server, igc.chainPem);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path = '/cachet', host = HOST): string {
    return `https://${host}:${this.port}${path}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
