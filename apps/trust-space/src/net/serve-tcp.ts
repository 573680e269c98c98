import { type AddressInfo, createServer, type Socket } from 'node:net';
import { PortTaken } from '@cachet/runtime';
import { type Listening, LOOPBACK } from '../http/server.js';

/** Listens on the loopback for a protocol of its own; whoever leaves in the middle is no failure of ours. Port 0 takes a free one. */
export async function serveTcp(port: number, onSocket: (socket: Socket) => void): Promise<Listening> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  const bound = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) =>
    bound.reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error),
  );
  server.listen(port, LOOPBACK, bound.resolve);
  await bound.promise;
  const close = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    for (const socket of open) socket.destroy();
    return promise;
  };
  return { port: (server.address() as AddressInfo).port, close };
}
