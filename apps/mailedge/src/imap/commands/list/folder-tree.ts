import {
  FOLDER_SEPARATOR,
  type Folder,
  type FolderName,
  namesAbove,
  type SpecialFolder,
} from '@cachet/mss-core/messaging';

/** One name LIST may show: a folder, a level that only exists through the folders below it, or a subscribed name without a folder. */
export interface ListedName {
  readonly name: FolderName;
  readonly folder: Folder | null;
  readonly subscribed: boolean;
  readonly hasChildren: boolean;
  /** Subscribed names somewhere below. */
  readonly subscribedBelow: readonly FolderName[];
}

const USES: Record<SpecialFolder, string | null> = {
  inbox: null,
  sent: '\\Sent',
  drafts: '\\Drafts',
  trash: '\\Trash',
  junk: '\\Junk',
  archive: '\\Archive',
};

/** Every name of the tree, in the order of the folders, each level before what is below it; then subscribed names that are no folders. */
export function listedNames(
  folders: readonly Folder[],
  kept: readonly FolderName[] = [],
): readonly ListedName[] {
  const byName = new Map(folders.map((folder) => [folder.name, folder]));
  const parents = new Set(folders.flatMap((folder) => namesAbove(folder.name)));
  const subscribed = new Set([
    ...folders.filter((folder) => folder.subscribed).map(({ name }) => name),
    ...kept,
  ]);
  const below = belowEach(subscribed);
  const all = [...folders.map(({ name }) => name), ...kept];
  const names = new Set(all.flatMap((name) => [...namesAbove(name), name]));
  return [...names].map((name) => ({
    name,
    folder: byName.get(name) ?? null,
    subscribed: subscribed.has(name),
    hasChildren: parents.has(name),
    subscribedBelow: below.get(name) ?? [],
  }));
}

/** The names below each level. */
function belowEach(names: Iterable<FolderName>): ReadonlyMap<FolderName, readonly FolderName[]> {
  const below = new Map<FolderName, FolderName[]>();
  for (const name of names) {
    for (const level of namesAbove(name)) {
      const known = below.get(level);
      if (known) known.push(name);
      else below.set(level, [name]);
    }
  }
  return below;
}

/** The attributes between LIST's parentheses. RFC 5258 §3: \NonExistent implies \Noselect, which is all that RFC 3501 knows. */
export function attributesOf(
  listed: ListedName,
  shows: { readonly subscribed: boolean; readonly nonExistent: string },
): string {
  const { folder } = listed;
  const use = folder && useOf(folder);
  return [
    folder ? null : shows.nonExistent,
    listed.hasChildren ? '\\HasChildren' : '\\HasNoChildren',
    shows.subscribed && listed.subscribed ? '\\Subscribed' : null,
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
