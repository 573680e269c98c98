import type { ListedThread, ThreadPlace, ThreadScope, ThreadTotals } from '@cachet/mailstore';
import { parseUuid } from '@cachet/mss-core';
import type { InBal } from '../reads/located.js';
import type { ThreadType } from '../types/thread.js';

/** A conversation, where it lies and which folders it is shown from. */
export interface LocatedThread extends ThreadType {
  readonly at: InBal;
  readonly scope: ThreadScope;
}

export function showThread(
  at: InBal,
  scope: ThreadScope,
  id: string,
  { messages, unseen, lastAt }: ThreadTotals,
): LocatedThread {
  return { at, scope, id, messageCount: messages, unreadCount: unseen, lastAt };
}

/** The text inside the cursor of a conversation, or of a message of one. */
export function placeText({ at, folderId, uid }: ThreadPlace | ListedThread): string {
  return `${at}.${folderId}.${uid}`;
}

export function readPlaceText(text: string): ThreadPlace | null {
  const [, at, folder, uid] = /^(-?\d{1,16})\.([0-9a-f-]{36})\.(\d{1,10})$/.exec(text) ?? [];
  const folderId = folder ? parseUuid(folder) : null;
  return at && folderId && uid ? { at: Number(at), folderId, uid: Number(uid) } : null;
}
