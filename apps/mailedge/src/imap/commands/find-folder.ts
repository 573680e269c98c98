import {
  type Folder,
  type FolderName,
  type FolderPlace,
  type FolderStore,
  specialFolderNamed,
} from '@cachet/mss-core/messaging';

/** The folder of that name; without one, the special folder that the name means to other programs (`Envoyés`, `INBOX.Trash`). */
export async function folderNamed(folders: FolderStore, name: FolderName): Promise<Folder | null> {
  return (await folders.byName(name)) ?? meantFolder(folders, name);
}

/** The same for whoever only puts something there. */
export async function placeNamed(folders: FolderStore, name: FolderName): Promise<FolderPlace | null> {
  return (await folders.placeNamed(name)) ?? meantFolder(folders, name);
}

/** The special folder that a name nobody bears means. */
export async function meantFolder(folders: FolderStore, name: FolderName): Promise<Folder | null> {
  const use = specialFolderNamed(name);
  if (use === null) return null;
  return (await folders.list()).find(({ specialUse }) => specialUse === use) ?? null;
}
