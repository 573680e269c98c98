import type { Cursor } from '../wire/cursor.js';
import { no, ok } from './completion.js';
import { folderNamed } from './find-folder.js';
import { onReadableBal } from './handler.js';
import { tellNormalized } from './list/normalized-name.js';
import { askedName, folderName } from './mailbox-name.js';
import { mailboxId } from './object-ids.js';
import { refusal } from './refusals.js';

export const create = onReadableBal('CREATE', async (session, opened, { arguments: args }) => {
  args.space();
  const { name, text } = askedName(session, args);
  const uses = args.tryTake(' ') ? wantedUses(args) : [];
  args.end();
  // RFC 3501 §6.3.3: with a separator behind it, it is made for the sake of the folders below.
  const isLevel = text.endsWith('/');
  const created = await session.inBal(opened, async ({ folders }) => {
    const there = await folderNamed(folders, name);
    if (there) return there;
    return uses.length > 0 ? null : folders.create(name, !isLevel);
  });
  // RFC 6154 §3: each use has its folder from the first day, and only one.
  if (!created) return no('Chaque usage a deja son dossier', 'USEATTR');
  // A program that wants the folder of sent letters under another name shall use the one that is there.
  if ('specialUse' in created)
    return created.name === name
      ? refusal({ code: 'folderExists', detail: {} })
      : no(`Ce dossier existe deja : ${created.name}`, 'ALREADYEXISTS');
  if (!created.ok) return refusal(created.refusal);
  tellNormalized(session, created.value, text.replace(/\/$/, ''));
  return ok('CREATE completed', `MAILBOXID (${mailboxId(created.value.id)})`);
});

/** RFC 6154 §3 `(USE (\\Drafts))`. */
function wantedUses(args: Cursor): readonly string[] {
  args.take('(USE ');
  const uses = args.list(() => args.match(/\\[A-Za-z]+/y, 'a use'));
  args.take(')');
  return uses;
}

/** `DELETE` is a word of the language: hence the file's plural and this name. */
export const deleteFolder = onReadableBal('DELETE', async (session, opened, { arguments: args }) => {
  args.space();
  const name = folderName(session, args);
  args.end();
  const removed = await session.inBal(opened, async ({ folders }) => {
    const folder = await folders.byName(name);
    return folder ? folders.remove(folder.id) : null;
  });
  if (!removed) return refusal({ code: 'folderUnknown', detail: {} });
  return removed.ok ? ok('DELETE completed') : refusal(removed.refusal);
});

export const rename = onReadableBal('RENAME', async (session, opened, { arguments: args }) => {
  args.space();
  const from = folderName(session, args);
  args.space();
  const to = folderName(session, args);
  args.end();
  const renamed = await session.inBal(opened, async ({ folders }) => {
    const folder = await folders.byName(from);
    return folder ? folders.rename(folder.id, to) : null;
  });
  if (!renamed) return refusal({ code: 'folderUnknown', detail: {} });
  return renamed.ok ? ok('RENAME completed') : refusal(renamed.refusal);
});
