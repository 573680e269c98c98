import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import { PortTaken } from '@cachet/runtime';
import { type Listening, LOOPBACK } from '../http/server.js';
import type { World } from '../world/world.js';
import { answer, answerOverUdp } from './answer.js';
import { Zones } from './zones.js';

const IDLE_MS = 10_000;
const LENGTH_BYTES = 2;

/** The name server of the sandbox's domains, over UDP and TCP on one port. */
export async function startDns(world: World, port: number): Promise<Listening> {
  const zones = new Zones(world);
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveTcp(socket, zones);
  });
  const udp = createSocket('udp4');
  // A reply that cannot be sent is lost, as on any network.
  udp.on('error', () => undefined);
  udp.on('message', (message, from) => {
    const reply = answerOverUdp(message, zones);
    if (reply) udp.send(reply, from.port, from.address);
  });
  await listenTcp(tcp, port);
  await bindUdp(udp, port);
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      tcp.close();
      udp.close();
    },
  };
}

// RFC 1035 §4.2.2: each message is preceded by its length on two octets; several may follow on one connection.
function serveTcp(socket: Socket, zones: Zones): void {
  let pending = Buffer.alloc(0);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (data: Buffer) => {
    pending = Buffer.concat([pending, data]);
    while (pending.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + pending.readUInt16BE(0);
      if (pending.length < end) return;
      const reply = answer(pending.subarray(LENGTH_BYTES, end), zones);
      pending = pending.subarray(end);
      if (reply) socket.write(framed(reply));
    }
  });
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

function listenTcp(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', () => reject(new PortTaken(port)));
  server.listen(port, LOOPBACK, resolve);
  return promise;
}

function bindUdp(socket: UdpSocket, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('error', () => reject(new PortTaken(port)));
  socket.bind(port, LOOPBACK, resolve);
  return promise;
}
