import { createServer, type ListenOptions, type Server } from 'node:net';
import { commandTable } from './commands/table.js';
import { Connection } from './connection.js';
import type { ImapDeps } from './ports.js';

export interface ImapServer {
  /** Answers the port listened on: 0 asks for any. */
  listen(door: ListenOptions & { readonly port: number }): Promise<number>;
  /** Stops accepting and says goodbye to every session; answers when all are closed and traced. */
  close(): Promise<void>;
  readonly sessions: number;
}

/** The IMAP server of one entry (EX_LPS_0500). It keeps nothing that another instance would need. */
export function createImapServer(deps: ImapDeps): ImapServer {
  const open = new Map<Connection, Promise<void>>();
  const table = commandTable();
  const server = createServer({ keepAlive: true }, (socket) => {
    const connection = new Connection(socket, deps, table);
    open.set(
      connection,
      connection.run().finally(() => open.delete(connection)),
    );
  });
  return {
    get sessions() {
      return open.size;
    },
    listen: (door) => listen(server, door),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of open.keys()) connection.dismiss('shutdown', 'The server is restarting');
      await Promise.all([closed, ...open.values()]);
    },
  };
}

function listen(server: Server, door: ListenOptions & { readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...door }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : door.port);
    });
  });
}
