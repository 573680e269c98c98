import type { Duplex, Readable, Writable } from 'node:stream';
import { constants, createDeflateRaw, createInflateRaw } from 'node:zlib';

/** Both directions of a connection once compressed (RFC 4978). */
export interface CompressedLine {
  readonly incoming: Readable & Duplex;
  readonly outgoing: Writable;
  /** Sends what was written so far, all of it: the peer waits for it. */
  sync(): void;
}

/**
 * About 24 KiB for what goes out: a window of 4 KiB catches what repeats in responses. What comes in needs the 32 KiB window, for the
 * client chooses its own (RFC 4978 §4); how much it grows is bounded by who reads it.
 */
const OUT = { windowBits: 12, memLevel: 4, level: 4, chunkSize: 4 * 1024 };
const IN = { windowBits: 15, chunkSize: 4 * 1024, finishFlush: constants.Z_SYNC_FLUSH };

/** Takes over a socket that nobody reads any more. Octets that are no deflate stream end the connection. */
export function compressedLine(socket: Duplex): CompressedLine {
  const incoming = createInflateRaw(IN);
  const outgoing = createDeflateRaw(OUT);
  const stop = () => socket.destroy();
  incoming.on('error', stop);
  outgoing.on('error', stop);
  socket.once('close', () => {
    incoming.destroy();
    outgoing.destroy();
  });
  socket.pipe(incoming);
  outgoing.pipe(socket);
  return { incoming, outgoing, sync: () => outgoing.flush(constants.Z_SYNC_FLUSH) };
}
