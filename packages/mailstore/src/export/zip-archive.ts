import type { Buffer } from 'node:buffer';
import { HeldBytes } from './held-bytes.js';
import { WrittenFile, type ZipFile } from './zip-file.js';
import { centralRecord, endOfArchive } from './zip-records.js';

/**
 * Files as a ZIP archive, each asked for when its turn comes: who reads slowly makes the next one wait. What the archive says of them
 * at its end is held packed, a few dozen octets for each, so that any number of them fits. @throws what their bytes throw.
 */
export async function* zipArchive(files: AsyncIterable<ZipFile>): AsyncGenerator<Buffer> {
  const directory = new HeldBytes();
  let [at, entries, directorySize] = [0, 0, 0];
  for await (const file of files) {
    const begins = at;
    const written = new WrittenFile(file);
    for await (const piece of written.pieces()) {
      at += piece.length;
      yield piece;
    }
    const record = centralRecord(written.entry, written.sums, begins);
    await directory.add(record);
    directorySize += record.length;
    entries += 1;
  }
  yield* directory.read();
  yield endOfArchive(entries, directorySize, at);
}
