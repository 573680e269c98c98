import type { Folder } from '@cachet/mss-core';

/** What file systems refuse in a name, and what would lead out of the folder where an archive is opened. */
const FORBIDDEN = /[\\:*?"<>|\p{Cc}]/gu;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const LONGEST_LEVEL = 80;

/** A path for each folder by its id, that any system can write and no two of which are alike to it, even one that ignores case. */
export function pathsOf(folders: readonly Folder[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    folders.map(({ id, name }) => {
      const path = name.split('/').map(levelOf).join('/');
      let distinct = path;
      for (let again = 2; taken.has(keyOf(distinct)); again += 1) distinct = `${path} (${again})`;
      taken.add(keyOf(distinct));
      return [id, distinct];
    }),
  );
}

function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function levelOf(level: string): string {
  const plain = level.replace(FORBIDDEN, '_').slice(0, LONGEST_LEVEL).toWellFormed().trim();
  // Windows drops dots at the end; a dot at the beginning hides a file, or two lead upwards.
  const safe = plain.replace(/^\.+|[. ]+$/g, '_');
  return RESERVED.test(safe) || safe === '' ? `_${safe}` : safe;
}
