import {
  FOLDER_SEPARATOR,
  type Folder,
  type FolderName,
  namesAbove,
  type SpecialFolder,
} from '@cachet/mss-core/messaging';

/** One name LIST may show: a folder, or a level that only exists through the folders below it. */
export interface ListedName {
  readonly name: FolderName;
  readonly folder: Folder | null;
  readonly hasChildren: boolean;
  /** A folder somewhere below is subscribed. */
  readonly subscribedBelow: boolean;
}

const USES: Record<SpecialFolder, string | null> = {
  inbox: null,
  sent: '\\Sent',
  drafts: '\\Drafts',
  trash: '\\Trash',
  junk: '\\Junk',
  archive: '\\Archive',
};

/** Every name of the tree, in the order of the folders, each level before what is below it. */
export function listedNames(folders: readonly Folder[]): readonly ListedName[] {
  const byName = new Map(folders.map((folder) => [folder.name, folder]));
  const parents = new Set(folders.flatMap((folder) => namesAbove(folder.name)));
  const withSubscribed = new Set(
    folders.flatMap((folder) => (folder.subscribed ? namesAbove(folder.name) : [])),
  );
  const names = new Set(folders.flatMap((folder) => [...namesAbove(folder.name), folder.name]));
  return [...names].map((name) => ({
    name,
    folder: byName.get(name) ?? null,
    hasChildren: parents.has(name),
    subscribedBelow: withSubscribed.has(name),
  }));
}

/** The attributes between LIST's parentheses. */
export function attributesOf(listed: ListedName, showsSubscribed: boolean): string {
  const { folder } = listed;
  const use = folder && useOf(folder);
  return [
    folder ? null : '\\NonExistent \\Noselect',
    listed.hasChildren ? '\\HasChildren' : '\\HasNoChildren',
    showsSubscribed && folder?.subscribed ? '\\Subscribed' : null,
    use,
  ]
    .filter((attribute) => attribute !== null)
    .join(' ');
}

/** RFC 6154; none for INBOX and ordinary folders. */
export function useOf({ specialUse }: Folder): string | null {
  return specialUse && USES[specialUse];
}

export const QUOTED_SEPARATOR = `"${FOLDER_SEPARATOR}"`;
