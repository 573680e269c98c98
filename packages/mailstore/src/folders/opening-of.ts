import { type Folder, type FolderItem, type FolderOpening, SEEN } from '@cachet/mss-core';

/** What opening a folder tells, from all its items. */
export function openingOf(folder: Folder, items: readonly FolderItem[]): FolderOpening {
  const unseen = items.findIndex(({ flags }) => !flags.includes(SEEN));
  return {
    folder,
    uids: Uint32Array.from(items, ({ uid }) => uid),
    keywords: [...new Set(items.flatMap(({ flags }) => flags))]
      .filter((flag) => !flag.startsWith('\\'))
      .sort(),
    firstUnseen: unseen < 0 ? null : unseen + 1,
  };
}
