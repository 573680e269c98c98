import type { SpecialFolder } from './ports.js';

declare const folderName: unique symbol;
/** A folder's name in Unicode (NFC), levels separated by `/`. The first level INBOX is always in capitals (RFC 3501 §5.1). */
export type FolderName = string & { readonly [folderName]: true };

export const FOLDER_SEPARATOR = '/';
const MAX_LENGTH = 240;
const MAX_LEVELS = 20;
// Control and line characters would break answers; % and * are LIST's wildcards (RFC 3501 §6.3.8).
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}%*]/u;

/** The names special folders are created with (RFC 6154 tells their use). */
export const SPECIAL_FOLDER_NAMES: Readonly<Record<SpecialFolder, FolderName>> = {
  inbox: 'INBOX' as FolderName,
  sent: 'Sent' as FolderName,
  drafts: 'Drafts' as FolderName,
  trash: 'Trash' as FolderName,
  junk: 'Junk' as FolderName,
  archive: 'Archive' as FolderName,
};

/** Reads a name already decoded to Unicode. One trailing separator is dropped (a client announcing levels below). */
export function parseFolderName(text: string): FolderName | null {
  const name = text.normalize('NFC').replace(/\/$/, '');
  if (name.length > MAX_LENGTH || FORBIDDEN.test(name)) return null;
  const levels = name.split(FOLDER_SEPARATOR);
  if (levels.length > MAX_LEVELS || levels.some((level) => level.trim() === '')) return null;
  if (levels[0]?.toUpperCase() === 'INBOX') levels[0] = 'INBOX';
  return levels.join(FOLDER_SEPARATOR) as FolderName;
}

/** The names above this one, the highest first: of `a/b/c`, `a` and `a/b`. */
export function namesAbove(name: FolderName): readonly FolderName[] {
  const levels = name.split(FOLDER_SEPARATOR);
  return levels.slice(1).map((_, depth) => levels.slice(0, depth + 1).join(FOLDER_SEPARATOR) as FolderName);
}
