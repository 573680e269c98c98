import {
  ANSWERED,
  decodeWords,
  type EnvelopeAddress,
  FLAGGED,
  type FolderItem,
  type MessageStructure,
  SEEN,
  type SpecialFolder,
} from '@cachet/mss-core';
import { FolderUseName } from '../types/enums.js';
import type { AddressType } from '../types/message.js';
import { type LocatedFolder, type LocatedMessage, messageIdOf } from './located.js';

const USES: Record<SpecialFolder, FolderUseName> = {
  inbox: FolderUseName.INBOX,
  sent: FolderUseName.SENT,
  drafts: FolderUseName.DRAFTS,
  trash: FolderUseName.TRASH,
  junk: FolderUseName.JUNK,
  archive: FolderUseName.ARCHIVE,
};
const MOST_ADDRESSES = 100;

/** A folder's counters as its row or its store tells them. */
export interface ShownFolder {
  readonly id: string;
  readonly name: string;
  readonly specialUse: SpecialFolder | null;
  readonly messages: number;
  readonly unseen: number;
}

export function showFolder(at: LocatedFolder['at'], folder: ShownFolder): LocatedFolder {
  const { id, name, specialUse, messages, unseen } = folder;
  return { at, id, name, total: messages, unread: unseen, specialUse: specialUse && USES[specialUse] };
}

export function showMessage(
  at: LocatedMessage['at'],
  folderId: string,
  item: FolderItem,
  structure: MessageStructure,
): LocatedMessage {
  const { envelope, facts } = structure;
  return {
    ...{ at, item, structure, folderId },
    id: messageIdOf({ folderId, uid: item.uid }),
    uid: item.uid,
    subject: facts.subject,
    from: addressesOf(envelope.from),
    to: addressesOf(envelope.to),
    cc: addressesOf(envelope.cc),
    date: dateOf(facts.date),
    receivedAt: item.internalDate,
    size: item.size,
    seen: item.flags.includes(SEEN),
    flagged: item.flags.includes(FLAGGED),
    answered: item.flags.includes(ANSWERED),
    hasAttachments: facts.hasAttachments,
    hasXdm: facts.hasXdm,
  };
}

// RFC 3501 §7.4.2: without host, a marker of the beginning or end of a group.
function addressesOf(addresses: readonly EnvelopeAddress[]): AddressType[] {
  return addresses.slice(0, MOST_ADDRESSES).flatMap(({ name, mailbox, host }) =>
    host === null
      ? []
      : [
          {
            name: name && decodeWords(name),
            address: host === '' ? (mailbox ?? '') : `${mailbox}@${host}`,
          },
        ],
  );
}

// What a sender wrote may be no date at all.
function dateOf(written: string | null): Date | null {
  const date = written === null ? null : new Date(written);
  return date && !Number.isNaN(date.getTime()) ? date : null;
}
