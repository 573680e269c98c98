import type { SpecialFolder } from '../messaging/index.js';
import type { SessionRights } from './rights.js';

/** Selecting, reading, marking, filing and deleting: all show or touch content, so all ask the right to read. */
export function mayUseFolders(rights: SessionRights): boolean {
  return rights.mayRead;
}

/**
 * Who may only send still files what they sent or are about to send: their mail program appends to Sent and Drafts,
 * which tells them nothing of the BAL's content. Everywhere else appending asks the right to read.
 */
export function mayAppendTo(rights: SessionRights, specialUse: SpecialFolder | null): boolean {
  if (rights.mayRead) return true;
  return rights.maySend && (specialUse === 'sent' || specialUse === 'drafts');
}
