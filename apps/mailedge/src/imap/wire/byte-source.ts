import type { Duplex } from 'node:stream';

/** Bytes of a connection, pulled: while nobody asks, the socket's own small buffer fills and the peer waits. */
export interface ByteSource {
  /** The next bytes, or null once the peer has gone. */
  read(): Promise<Buffer | null>;
}

/** Reads a socket in paused mode, so that nothing is read ahead of what a command needs. */
export class SocketSource implements ByteSource {
  #ended = false;
  #wake: (() => void) | null = null;
  readonly #onReadable = () => this.#signal();
  readonly #onEnd = () => {
    this.#ended = true;
    this.#signal();
  };

  constructor(private readonly socket: Duplex) {
    socket.on('readable', this.#onReadable);
    for (const event of ENDINGS) socket.on(event, this.#onEnd);
  }

  async read(): Promise<Buffer | null> {
    for (;;) {
      const chunk: Buffer | null = this.socket.read();
      if (chunk) return chunk;
      if (this.#ended || this.socket.destroyed) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Lets go of the socket, which passes to TLS. */
  detach(): void {
    this.socket.off('readable', this.#onReadable);
    for (const event of ENDINGS) this.socket.off(event, this.#onEnd);
  }

  #signal(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

const ENDINGS = ['end', 'close', 'error'] as const;
