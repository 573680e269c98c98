import { writeSync } from 'node:fs';
import { type DestinationStream, destination } from 'pino';

/** How often a reader that is behind is waited for at the end, and how long each time. */
const TRIES = 20;
const PAUSE_MS = 10;

/**
 * Standard output, written to without waiting. At the end of the process what still waits is written at once; by itself the library would
 * try for ever where nobody reads any more (sonic-boom 4.2: EPIPE is tried again without end), and the process would never end.
 */
export function standardOutput(): DestinationStream {
  const stream = destination(1);
  const { _bufs: waiting } = stream as unknown as { readonly _bufs: string[] };
  stream.flushSync = () => {
    for (const text of waiting.splice(0)) if (!writeWhole(Buffer.from(text))) return;
  };
  return stream;
}

/** False when nobody takes it. */
function writeWhole(bytes: Buffer): boolean {
  let left = bytes;
  for (let tries = 0; left.length > 0; ) {
    try {
      left = left.subarray(writeSync(1, left));
    } catch (fault) {
      const isBehind = fault instanceof Error && 'code' in fault && fault.code === 'EAGAIN';
      tries += 1;
      if (!isBehind || tries > TRIES) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
  return true;
}
