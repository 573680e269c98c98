import { Buffer } from 'node:buffer';
import { createConnection, type Socket } from 'node:net';
import type { ClamdAddress } from './address.js';

/** Whom a connection works for at this moment. */
export interface ConnectionUser {
  connected(): void;
  heard(text: string): void;
  /** Nothing more comes: it broke, or clamd closed it. */
  ended(hasBroken: boolean): void;
}

/**
 * One connection to a clamd: for one command, or a session of several, one after the other (clamd(8), IDSESSION). What is written within one turn
 * of the loop leaves together.
 */
export class ClamdConnection {
  readonly #socket: Socket;
  #user: ConnectionUser | null = null;
  #uses = 0;
  #isCorked = false;

  constructor(
    address: ClamdAddress,
    readonly isSession: boolean,
  ) {
    this.#socket = createConnection(address);
    this.#socket.setEncoding('latin1');
    this.#socket.once('connect', () => this.#user?.connected());
    // What is said to nobody is a farewell: clamd had waited long enough.
    this.#socket.on('data', (text: string) => (this.#user ? this.#user.heard(text) : this.close()));
    this.#socket.on('error', () => this.#user?.ended(true));
    this.#socket.on('close', () => this.#user?.ended(false));
    if (isSession) this.command('IDSESSION');
  }

  get isConnecting(): boolean {
    return this.#socket.connecting;
  }

  get isOpen(): boolean {
    return this.#socket.writable && !this.#socket.readableEnded;
  }

  /** Octets given that have not left this process. */
  get waiting(): number {
    return this.#socket.writableLength;
  }

  /** How many it has worked for, the present one included. */
  get uses(): number {
    return this.#uses;
  }

  useFor(user: ConnectionUser): void {
    this.#user = user;
    this.#uses += 1;
    this.#socket.ref();
  }

  /** It works for nobody, and keeps no process from ending. */
  rest(): void {
    this.#user = null;
    this.#socket.unref();
  }

  // clamd(8): the z form ends commands and replies with NUL.
  command(name: string): void {
    this.give(Buffer.from(`z${name}\0`));
  }

  give(bytes: Uint8Array, whenTaken?: () => void): void {
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket.cork();
      setImmediate(() => {
        this.#isCorked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(bytes, whenTaken);
  }

  close(): void {
    this.#socket.destroy();
  }
}
