import type { OpenedBal } from '@cachet/mss-core';
import { mayAppendTo, mayUseFolders, type SessionRights } from '@cachet/mss-core/access';
import type { Folder } from '@cachet/mss-core/messaging';
import type { Session } from '../session/session.js';
import type { Cursor } from '../wire/cursor.js';
import { imapString } from '../wire/text.js';
import { type Completion, no, ok } from './completion.js';
import { folderNamed } from './find-folder.js';
import { type CommandHandler, onOpenedBal } from './handler.js';
import { folderName, wireName } from './mailbox-name.js';
import { refusal } from './refusals.js';

/**
 * The rights of RFC 4314 that this session has on a folder. They follow from what the person or software holds on the BAL and cannot be
 * changed here: who may do what is decided in the portal.
 */
export function aclRights(rights: SessionRights, { specialUse }: Pick<Folder, 'specialUse'>): string {
  const send = rights.maySend ? 'p' : '';
  if (!mayUseFolders(rights)) return mayAppendTo(rights, specialUse) ? `i${send}` : '';
  // The special folders stay (`x`); nobody administers (`a`).
  return `lrswi${send}k${specialUse ? '' : 'x'}te`;
}

export const myRights = onFolder('MYRIGHTS', (session, { folder, rights }, args) => {
  args.end();
  session.out.line(`* MYRIGHTS ${wireName(session, folder.name)} ${rights}`);
  return ok('MYRIGHTS completed');
});

/** A delegate is not told who else reads the BAL, nor is anybody here: the answer is about the one who asks. */
export const getAcl = onFolder('GETACL', (session, { folder, rights, opened }, args) => {
  args.end();
  if (opened.rights.role === 'delegate') return NOT_ADMINISTERED;
  const who = imapString(opened.bal.address);
  session.out.line(`* ACL ${wireName(session, folder.name)} ${who} ${rights}`);
  return ok('GETACL completed');
});

export const listRights = onFolder('LISTRIGHTS', (session, { folder, rights, opened }, args) => {
  args.space();
  const who = args.astring();
  args.end();
  if (who.toLowerCase() !== opened.bal.address || opened.rights.role === 'delegate') return NOT_ADMINISTERED;
  // RFC 4314 §3.7: what is always granted, and nothing that could be granted besides.
  session.out.line(`* LISTRIGHTS ${wireName(session, folder.name)} ${imapString(who)} ${rights}`);
  return ok('LISTRIGHTS completed');
});

export const setAcl = onFolder('SETACL', (_session, _asked, args) => {
  args.space();
  args.astring();
  args.space();
  args.astring();
  args.end();
  return NOT_ADMINISTERED;
});

export const deleteAcl = onFolder('DELETEACL', (_session, _asked, args) => {
  args.space();
  args.astring();
  args.end();
  return NOT_ADMINISTERED;
});

const NOT_ADMINISTERED = no('Les acces a une BAL se gerent dans le portail', 'NOPERM');

interface Asked {
  readonly folder: Folder;
  readonly rights: string;
  readonly opened: OpenedBal;
}

type Answer = (session: Session, asked: Asked, args: Cursor) => Completion;

/** RFC 4314 §8: who has no right at all on a folder is not told whether it exists. */
function onFolder(name: string, answer: Answer): CommandHandler {
  return onOpenedBal(name, async (session, opened, { arguments: args }) => {
    args.space();
    const wanted = folderName(session, args);
    const folder = await session.inBal(opened, ({ folders }) => folderNamed(folders, wanted));
    const rights = folder ? aclRights(opened.rights, folder) : '';
    if (!mayUseFolders(opened.rights) && rights === '')
      return refusal({ code: 'readRightMissing', detail: {} });
    if (!folder) return refusal({ code: 'folderUnknown', detail: {} });
    return answer(session, { folder, rights, opened }, args);
  });
}
