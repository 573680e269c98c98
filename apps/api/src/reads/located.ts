import type { FolderItem, MessageStructure, TenantId } from '@cachet/mss-core';
import { parseUuid } from '@cachet/mss-core';
import type { FolderType } from '../types/folder.js';
import type { MessageType } from '../types/message.js';

/** Where a BAL lies: carried by what was read from it, so that fields below need not ask where they are. */
export interface InBal {
  readonly tenantId: TenantId;
  readonly balId: string;
}

export interface LocatedFolder extends FolderType {
  readonly at: InBal;
}

export interface LocatedMessage extends MessageType {
  readonly at: InBal;
  readonly item: FolderItem;
  readonly structure: MessageStructure;
}

/** A message of a BAL as its id names it: a folder and a uid there. */
export interface Place {
  readonly folderId: string;
  readonly uid: number;
}

export function messageIdOf({ folderId, uid }: Place): string {
  return `${folderId}.${uid}`;
}

/** Null when the text names no place. */
export function readPlace(id: string): Place | null {
  const [, folder, uid] = /^([0-9a-fA-F-]{36})\.([1-9]\d{0,9})$/.exec(id) ?? [];
  const folderId = folder ? parseUuid(folder) : null;
  return folderId && uid ? { folderId, uid: Number(uid) } : null;
}
