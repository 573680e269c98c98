import type { Socket } from 'node:net';
import type { Listening } from '../http/server.js';
import { serveTcp } from '../net/serve-tcp.js';
import type { ClamdBehaviour } from './clamd-behaviour.js';
import { lookForEicar } from './look-for-eicar.js';
import { StreamFrames } from './stream-frames.js';

const LONGEST_COMMAND = 1024;

/** A scanner that speaks as clamd does (clamd(8)): PING, VERSION, INSTREAM, in their z and n forms, and in sessions. It knows one virus, EICAR’s. */
export function startClamd(port: number, behaviour: ClamdBehaviour): Promise<Listening> {
  return serveTcp(port, (socket) => new Conversation(socket, behaviour).begin());
}

/** What is said on one connection: one command, or the numbered ones of a session. */
class Conversation {
  #isSession = false;
  #number = 0;
  #mark = '\0';

  constructor(
    private readonly socket: Socket,
    private readonly behaviour: ClamdBehaviour,
  ) {}

  begin(): void {
    if (this.behaviour.mode === 'unavailable') this.socket.destroy();
    else this.#hear(Buffer.alloc(0));
  }

  #hear(rest: Buffer): void {
    let command = '';
    const hear = (bytes: Buffer) => {
      const end = endOfCommand(bytes);
      command += bytes.subarray(0, end < 0 ? undefined : end).toString('latin1');
      if (end < 0) {
        if (command.length > LONGEST_COMMAND) this.socket.destroy();
        return;
      }
      this.socket.off('data', hear);
      this.#obey(command, bytes.subarray(end + 1));
    };
    this.socket.on('data', hear);
    if (rest.length > 0) hear(rest);
  }

  #obey(command: string, rest: Buffer): void {
    this.#mark = command.startsWith('z') ? '\0' : '\n';
    const name = command.replace(/^[zn]/, '');
    if (this.behaviour.mode === 'unavailable') {
      this.socket.destroy();
      return;
    }
    if (name === 'IDSESSION' && !this.#isSession) {
      this.#isSession = true;
      this.#hear(rest);
      return;
    }
    if (name === 'END' && this.#isSession) {
      this.socket.end();
      return;
    }
    this.#number += 1;
    if (name === 'INSTREAM') this.#readStream(rest);
    else this.#reply(REPLIES[name] ?? 'UNKNOWN COMMAND', rest);
  }

  #readStream(rest: Buffer): void {
    const { behaviour, socket } = this;
    const frames = new StreamFrames(behaviour.streamMaxLength);
    const take = (bytes: Buffer) => {
      frames.take(bytes);
      if (behaviour.diesAt(frames.size)) {
        socket.destroy();
        return;
      }
      if (!frames.isTooLong && !frames.isWhole) return;
      socket.off('data', take);
      socket.resume();
      if (frames.isTooLong) socket.end(`INSTREAM size limit exceeded. ERROR${this.#mark}`);
      else if (behaviour.mode !== 'silent') this.#reply(verdictOn(frames.bytes, behaviour), frames.behind);
    };
    socket.on('data', take);
    if (rest.length > 0) take(rest);
  }

  /** The end of the conversation, but for a session. */
  #reply(text: string, rest: Buffer): void {
    if (this.#isSession) {
      this.socket.write(`${this.#number}: ${text}${this.#mark}`);
      this.#hear(rest);
    } else this.socket.end(`${text}${this.#mark}`);
  }
}

const REPLIES: Readonly<Record<string, string>> = {
  PING: 'PONG',
  VERSION: 'ClamAV 1.4.0/simulated',
};

function endOfCommand(bytes: Buffer): number {
  return bytes.findIndex((byte) => byte === 0 || byte === 0x0a);
}

function verdictOn(letter: Buffer, behaviour: ClamdBehaviour): string {
  const found = lookForEicar(letter);
  behaviour.scanned += 1;
  return found === null ? 'stream: OK' : `stream: ${found} FOUND`;
}
