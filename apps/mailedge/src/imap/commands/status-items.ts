import type { Folder } from '@cachet/mss-core/messaging';
import { type Cursor, SyntaxProblem } from '../wire/cursor.js';
import { wireName } from './mailbox-name.js';

const VALUES = {
  MESSAGES: (folder: Folder) => folder.messages,
  RECENT: () => 0,
  UIDNEXT: (folder: Folder) => folder.uidNext,
  UIDVALIDITY: (folder: Folder) => folder.uidValidity,
  UNSEEN: (folder: Folder) => folder.unseen,
  HIGHESTMODSEQ: (folder: Folder) => folder.highestModseq,
  SIZE: (folder: Folder) => folder.size,
} as const;

export type StatusItem = keyof typeof VALUES;

export function statusItems(args: Cursor): readonly StatusItem[] {
  return args.list(() => {
    const name = args.atom('a status item').toUpperCase();
    if (!isStatusItem(name)) throw new SyntaxProblem('Unknown status item');
    return name;
  });
}

export function statusLine(folder: Folder, items: readonly StatusItem[]): string {
  const values = items.map((item) => `${item} ${VALUES[item](folder)}`).join(' ');
  return `* STATUS ${wireName(folder.name)} (${values})`;
}

function isStatusItem(name: string): name is StatusItem {
  return Object.hasOwn(VALUES, name);
}
