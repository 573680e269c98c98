import type { Duplex } from 'node:stream';

/** Bytes of a connection, pulled: while nobody asks, the socket's own small buffer fills and the peer waits. */
export interface ByteSource {
  /** The next bytes, or null once the peer has gone. */
  read(): Promise<Buffer | null>;
}

/** Reads a socket in paused mode, so that nothing is read ahead of what a command needs. */
export class SocketSource implements ByteSource {
  #ended = false;
  /** Who asked for bytes that have not come. One promise and no frame of a function: thousands wait here. */
  #answer: ((chunk: Buffer | null) => void) | null = null;
  readonly #onReadable = () => this.#signal();
  readonly #onEnd = () => {
    this.#ended = true;
    this.#signal();
  };

  constructor(private readonly socket: Duplex) {
    socket.on('readable', this.#onReadable);
    for (const event of ENDINGS) socket.on(event, this.#onEnd);
  }

  read(): Promise<Buffer | null> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#signal();
    });
  }

  /** Lets go of the socket, which passes to TLS. */
  detach(): void {
    this.socket.off('readable', this.#onReadable);
    for (const event of ENDINGS) this.socket.off(event, this.#onEnd);
  }

  #signal(): void {
    if (!this.#answer) return;
    const chunk: Buffer | null = this.socket.read();
    if (!chunk && !this.#ended && !this.socket.destroyed) return;
    const answer = this.#answer;
    this.#answer = null;
    answer(chunk);
  }
}

const ENDINGS = ['end', 'close', 'error'] as const;
