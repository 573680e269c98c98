import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { listen } from '@cachet/runtime';
import { sendJson } from './exchange.js';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

export const LOOPBACK = '127.0.0.1';

export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/** Listens on the loopback; a listener that fails costs its caller an answer, never the process. Port 0 takes a free one. With `tls`, over TLS. */
export async function serveHttp(port: number, listener: Listener, tls?: ServerOptions): Promise<Listening> {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    listener(request, response).catch(() => fail(response));
  };
  const server: Server = tls ? createTlsServer(tls, answer) : createServer(answer);
  await listen(server, port, LOOPBACK);
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { error: 'panne / failure' });
}

function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}
