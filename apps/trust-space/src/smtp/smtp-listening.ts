import type { AddressInfo } from 'node:net';
import { PortTaken } from '@cachet/runtime';
import type { SMTPServer } from 'smtp-server';
import { type Listening, LOOPBACK } from '../http/server.js';

/** Makes an SMTP server listen on the loopback; closing it ends its connections too. */
export function listenSmtp(server: SMTPServer, port: number): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<Listening>();
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') reject(new PortTaken(port));
  });
  server.listen(port, LOOPBACK, () => {
    const bound = (server.server.address() as AddressInfo).port;
    resolve({ port: bound, close: () => closed(server) });
  });
  return promise;
}

function closed(server: SMTPServer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  for (const connection of server.connections) connection.close();
  return promise;
}
