import type { Socket } from 'node:net';
import type { Listening } from '../http/server.js';
import { serveTcp } from '../net/serve-tcp.js';
import type { ClamdBehaviour } from './clamd-behaviour.js';
import { lookForEicar } from './look-for-eicar.js';
import { StreamFrames } from './stream-frames.js';

const LONGEST_COMMAND = 1024;

/** A scanner that speaks as clamd does (clamd(8)): PING, VERSION, INSTREAM, in their z and n forms. It knows one virus, EICAR’s. */
export function startClamd(port: number, behaviour: ClamdBehaviour): Promise<Listening> {
  return serveTcp(port, (socket) => serve(socket, behaviour));
}

function serve(socket: Socket, behaviour: ClamdBehaviour): void {
  if (behaviour.mode === 'unavailable') {
    socket.destroy();
    return;
  }
  let command = '';
  const hear = (bytes: Buffer) => {
    const end = endOfCommand(bytes);
    command += bytes.subarray(0, end < 0 ? undefined : end).toString('latin1');
    if (end < 0) {
      if (command.length > LONGEST_COMMAND) socket.destroy();
      return;
    }
    socket.off('data', hear);
    obey(socket, behaviour, command, bytes.subarray(end + 1));
  };
  socket.on('data', hear);
}

function endOfCommand(bytes: Buffer): number {
  return bytes.findIndex((byte) => byte === 0 || byte === 0x0a);
}

function obey(socket: Socket, behaviour: ClamdBehaviour, command: string, rest: Buffer): void {
  const mark = command.startsWith('z') ? '\0' : '\n';
  switch (command.replace(/^[zn]/, '')) {
    case 'PING':
      socket.end(`PONG${mark}`);
      return;
    case 'VERSION':
      socket.end(`ClamAV 1.4.0/simulated${mark}`);
      return;
    case 'INSTREAM':
      readStream(socket, behaviour, mark, rest);
      return;
    default:
      socket.end(`UNKNOWN COMMAND${mark}`);
  }
}

function readStream(socket: Socket, behaviour: ClamdBehaviour, mark: string, rest: Buffer): void {
  const frames = new StreamFrames(behaviour.streamMaxLength);
  const take = (bytes: Buffer) => {
    frames.take(bytes);
    if (behaviour.diesAt(frames.size)) {
      socket.destroy();
      return;
    }
    if (frames.isTooLong) socket.end(`INSTREAM size limit exceeded. ERROR${mark}`);
    else if (!frames.isWhole) return;
    else if (behaviour.mode !== 'silent') answer(socket, behaviour, frames.bytes, mark);
    socket.off('data', take);
    socket.resume();
  };
  socket.on('data', take);
  if (rest.length > 0) take(rest);
}

function answer(socket: Socket, behaviour: ClamdBehaviour, letter: Buffer, mark: string): void {
  const found = lookForEicar(letter);
  behaviour.scanned += 1;
  socket.end(found === null ? `stream: OK${mark}` : `stream: ${found} FOUND${mark}`);
}
