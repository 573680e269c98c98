import { cache } from 'react';
import { BalFoldersDocument, type BalFoldersQuery } from '../../gql/documents.ts';
import { askForPerson } from '../../session/session.ts';
import type { Texts } from '../../texts/texts.ts';

/** A box and its folders; asked once for one page. */
export const balFolders = cache((balId: string) => askForPerson(BalFoldersDocument, { balId }));

export type OpenBal = Extract<BalFoldersQuery['bal'], { __typename: 'Bal' }>;
export type OpenFolder = OpenBal['folders'][number];

/** The folder's name as people of the house say it; a folder somebody made keeps the names it and its parents were given. */
export function folderName(
  { specialUse, name }: Pick<OpenFolder, 'specialUse' | 'name'>,
  texts: Texts,
): string {
  return specialUse ? texts.folders[specialUse] : name.split('/').join(' › ');
}

const ORDER = ['INBOX', 'DRAFTS', 'SENT', 'ARCHIVE', 'JUNK', 'TRASH'];

/** Folders in the order people expect: the usual ones first, then theirs by name. */
export function inUsualOrder(folders: readonly OpenFolder[]): readonly OpenFolder[] {
  const rank = ({ specialUse }: OpenFolder) => (specialUse ? ORDER.indexOf(specialUse) : ORDER.length);
  return [...folders].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'fr'));
}
