import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { listen } from '@cachet/runtime';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

export const LOOPBACK = '127.0.0.1';

/** Listens on the loopback; port 0 takes a free one. With `tls`, over TLS. */
export async function serveHttp(
  port: number,
  listener: RequestListener,
  tls?: ServerOptions,
): Promise<Listening> {
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await listen(server, port, LOOPBACK);
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}
