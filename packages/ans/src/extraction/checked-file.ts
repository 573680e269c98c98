import { createHash } from 'node:crypto';
import { CopyRefused } from '@cachet/mss-core/directory-search';
import type { ZipArchive, ZipEntry } from './zip-archive.js';

const SUM = /_checksum\.txt$|\.sha256$/i;
const LONGEST_SUM = 4096;

/** The files of an archive whose names match, in its order; those of sums are none. @throws CopyRefused when there is none. */
export function dataFiles({ entries }: ZipArchive, extension: RegExp): readonly ZipEntry[] {
  const files = entries.filter(({ name }) => !SUM.test(name) && extension.test(name));
  if (files.length === 0) throw new CopyRefused('archiveStrange');
  return files;
}

/**
 * Its octets, and its SHA-256 compared behind the last with the one that the archive holds beside it.
 * @throws CopyRefused
 */
// §6.5.2.1, table 34: the sum is that of the file before it was packed. An archive without any is checked by its own CRC-32.
export async function* checkedFile(archive: ZipArchive, file: ZipEntry): AsyncGenerator<Buffer> {
  const expected = await sumOf(archive, file);
  const hash = createHash('sha256');
  for await (const piece of archive.read(file)) {
    hash.update(piece);
    yield piece;
  }
  if (expected !== null && hash.digest('hex') !== expected) throw new CopyRefused('sumWrong');
}

async function sumOf(archive: ZipArchive, { name }: ZipEntry): Promise<string | null> {
  const stem = name.replace(/\.[^.]*$/, '');
  const beside = archive.entries.find((each) => SUM.test(each.name) && each.name.startsWith(stem));
  if (!beside) return null;
  const sum = /[0-9a-f]{64}/i.exec(await archive.text(beside, LONGEST_SUM))?.[0];
  if (!sum) throw new CopyRefused('sumWrong');
  return sum.toLowerCase();
}
