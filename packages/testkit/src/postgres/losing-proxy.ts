import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to PostgreSQL on which connections break at a chosen moment. */
export interface LosingProxy {
  /** The same database, by this way. */
  readonly url: string;
  /** The next connection on which `asked` is sent breaks before the server has it. */
  loseQuestion(asked: string): void;
  /** The next connection on which `asked` is sent breaks when the server has answered `answered`: it did the work, and nobody hears. */
  loseAnswer(asked: string, answered: string): void;
  /** Whether the loss last asked for is still to come. */
  readonly isWaiting: boolean;
  close(): Promise<void>;
}

interface Loss {
  readonly asked: string;
  /** Null: the question itself is lost. */
  readonly answered: string | null;
}

export async function startLosingProxy(url: string): Promise<LosingProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let next: Loss | null = null;
  const take = (bytes: Buffer): Loss | null => {
    if (!next || !bytes.includes(next.asked)) return null;
    const loss = next;
    next = null;
    return loss;
  };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    carry(client, upstream, take);
    for (const socket of [client, upstream]) sockets.add(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const byHere = new URL(url);
  byHere.hostname = '127.0.0.1';
  byHere.port = String((server.address() as AddressInfo).port);
  return {
    url: byHere.href,
    get isWaiting() {
      return next !== null;
    },
    loseQuestion: (asked) => {
      next = { asked, answered: null };
    },
    loseAnswer: (asked, answered) => {
      next = { asked, answered };
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function carry(client: Socket, upstream: Socket, take: (bytes: Buffer) => Loss | null): void {
  let loss: Loss | null = null;
  let unheard = '';
  const lose = () => {
    client.destroy();
    upstream.destroy();
  };
  for (const socket of [client, upstream]) socket.on('error', () => undefined).on('close', lose);
  client.on('data', (bytes) => {
    loss ??= take(bytes);
    if (loss?.answered === null) lose();
    else upstream.write(bytes);
  });
  upstream.on('data', (bytes) => {
    if (!loss?.answered) {
      client.write(bytes);
      return;
    }
    unheard += bytes.toString('latin1');
    if (unheard.includes(loss.answered)) lose();
  });
}
