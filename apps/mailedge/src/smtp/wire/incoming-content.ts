import { PassThrough } from 'node:stream';

/** The content went beyond the limit: what there is of it must never pass for whole. */
export class ContentTooLarge extends Error {}

/** The client gave its letter up, or left, before the end. */
export class ContentGivenUp extends Error {}

/** The content of one letter on its way from the wire to the entry, however many commands bring it. */
export class IncomingContent {
  readonly #stream = new PassThrough();
  #size = 0;

  constructor(private readonly limit: number) {
    // Whatever ends it early is told to its reader; nobody else has to hear.
    this.#stream.on('error', () => undefined);
  }

  get isTooLarge(): boolean {
    return this.#size > this.limit;
  }

  /** So far beyond the limit, with that many octets more, that nobody listens any more. */
  isHopeless(more = 0): boolean {
    return this.#size + more > this.limit * 2;
  }

  /** Beyond the limit nothing more is stored. Waits for a slow reader; never fails. */
  async write(piece: Buffer): Promise<void> {
    this.#size += piece.length;
    if (this.isTooLarge || this.#stream.destroyed) return;
    if (!this.#stream.write(piece)) await this.#drained();
  }

  end(): void {
    this.#stream.end();
  }

  giveUp(): void {
    this.#stream.destroy(new ContentGivenUp());
  }

  /** Reads away what nobody reads any more. */
  readAway(): void {
    if (!this.#stream.destroyed) this.#stream.resume();
  }

  /** The octets. @throws ContentTooLarge, ContentGivenUp: what was read so far is then not a letter. */
  async *octets(): AsyncIterable<Uint8Array> {
    yield* this.#stream;
    if (this.isTooLarge) throw new ContentTooLarge();
  }

  /** A stream that its reader gave up never drains, it only closes. */
  #drained(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const done = () => {
      this.#stream.off('drain', done);
      this.#stream.off('close', done);
      resolve();
    };
    this.#stream.on('drain', done);
    this.#stream.on('close', done);
    return promise;
  }
}
