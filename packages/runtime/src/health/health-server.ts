import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { type Check, readiness } from './health.js';

export interface HealthServerOptions {
  readonly port: number;
  readonly bind: string;
  readonly checks: readonly Check[];
  readonly metrics?: Registry;
}

/** Answers `/healthz`, `/readyz` and `/metrics` for an app that has no HTTP server of its own. */
export async function startHealthServer(
  options: HealthServerOptions,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => void handleHealth(request, response, options));
  await listen(server, options.port, options.bind);
  const { port } = server.address() as AddressInfo;
  return { port, close: () => closed(server) };
}

/** The same three answers for an app that has one; false when the path is none of them. */
export async function handleHealth(
  request: IncomingMessage,
  response: ServerResponse,
  options: Pick<HealthServerOptions, 'checks' | 'metrics'>,
): Promise<boolean> {
  switch (request.url?.split('?')[0]) {
    case '/healthz':
      send(response, 200, 'text/plain; charset=utf-8', 'ok\n');
      return true;
    case '/readyz': {
      const state = await readiness(options.checks);
      send(
        response,
        state.status === 'unavailable' ? 503 : 200,
        'application/json',
        `${JSON.stringify(state)}\n`,
      );
      return true;
    }
    case '/metrics':
      if (options.metrics) send(response, 200, options.metrics.contentType, await options.metrics.metrics());
      else send(response, 404, 'text/plain; charset=utf-8', 'no metrics\n');
      return true;
    default:
      return notOurs(response, options);
  }
}

function notOurs(response: ServerResponse, options: Partial<HealthServerOptions>): boolean {
  if (options.port === undefined) return false;
  send(response, 404, 'text/plain; charset=utf-8', 'not found\n');
  return true;
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

/** Listens, or fails with the port named in French and English. */
export async function listen(server: Server, port: number, bind: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) =>
    reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error),
  );
  server.listen(port, bind, resolve);
  await promise;
}

export class PortTaken extends Error {
  constructor(readonly port: number) {
    super(
      `Le port ${port} est déjà pris : arrêtez le programme qui l’occupe ou changez de port. / Port ${port} is taken: stop the program that holds it or choose another port.`,
    );
    this.name = 'PortTaken';
  }
}

function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}
