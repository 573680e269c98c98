import { type FlagChange, type FlaggedItems, uidSetOf, uidSetText } from '@cachet/mss-core/messaging';
import type { SelectedFolder } from '../session/selected-folder.js';
import type { Session } from '../session/session.js';
import type { Cursor } from '../wire/cursor.js';
import { no, ok } from './completion.js';
import { flags } from './flag-list.js';
import { type CommandHandler, onWritableFolder } from './handler.js';
import { messageSet, namedUids } from './message-set.js';
import { refusal } from './refusals.js';

export const store = storing('STORE', false);
export const uidStore = storing('UID STORE', true);

function storing(name: 'STORE' | 'UID STORE', byUid: boolean): CommandHandler {
  return onWritableFolder(
    name,
    async (session, { folder, opened }, { arguments: args }) => {
      args.space();
      const set = messageSet(args);
      const unchangedSince = args.tryTake(' (') ? modifier(args) : undefined;
      args.space();
      const { mode, silent } = action(args);
      args.space();
      const change: FlagChange = { mode, flags: flags(args), unchangedSince };
      args.end();
      if (unchangedSince !== undefined) session.tellModseqs();
      const uids = namedUids(folder, set, byUid);
      if (uids.length === 0) return ok(`${name} completed`);
      const stored = await session.inBal(opened, ({ folders }) =>
        folders.storeFlags(folder.id, uidSetOf(uids), change),
      );
      if (!stored.ok) return refusal(stored.refusal);
      answer(session, folder, stored.value, { byUid, silent });
      const gone = stored.value.items.length + stored.value.modified.length < uids.length;
      const code = codeOf(stored.value, folder, byUid) ?? (gone ? 'EXPUNGEISSUED' : null);
      // RFC 2180 §4.2: the flags that a client asked to see of a message just expunged cannot be shown; uids that are gone are passed over
      // (RFC 3501 §6.4.8).
      const isMissed = code === 'EXPUNGEISSUED' && !byUid && !silent;
      return isMissed ? no('Some of these messages have been deleted', code) : ok(`${name} completed`, code);
    },
    { holdsExpunges: !byUid },
  );
}

/** RFC 7162 §3.1.3. */
function modifier(args: Cursor): number {
  args.take('UNCHANGEDSINCE ');
  const modseq = args.number();
  args.take(')');
  return modseq;
}

function action(args: Cursor): { mode: FlagChange['mode']; silent: boolean } {
  const text = args.match(/[+-]?FLAGS(?:\.SILENT)?/iy, 'FLAGS').toUpperCase();
  const mode = text.startsWith('+') ? 'add' : text.startsWith('-') ? 'remove' : 'set';
  return { mode, silent: text.endsWith('.SILENT') };
}

/** With CONDSTORE even a silent STORE tells the new modseq (RFC 7162 §3.1.3). */
function answer(
  { out, condstore }: Session,
  folder: SelectedFolder,
  { items }: FlaggedItems,
  { byUid, silent }: { byUid: boolean; silent: boolean },
): void {
  folder.flags.announce(out, items);
  for (const item of items) {
    const number = folder.sequence.numberOf(item.uid);
    if (number === null || (silent && !condstore)) continue;
    const words = [
      byUid || condstore ? `UID ${item.uid}` : null,
      silent ? null : `FLAGS ${folder.flagsOf(item)}`,
      condstore ? `MODSEQ (${item.modseq})` : null,
    ];
    out.line(`* ${number} FETCH (${words.filter((word) => word !== null).join(' ')})`);
  }
  folder.noteTold(items);
}

/** RFC 7162 §3.1.3: the items left alone because they changed meanwhile. */
function codeOf({ modified }: FlaggedItems, { sequence }: SelectedFolder, byUid: boolean): string | null {
  if (modified.length === 0) return null;
  const named = byUid ? modified : modified.map((uid) => sequence.numberOf(uid)).filter((n) => n !== null);
  return named.length === 0 ? null : `MODIFIED ${uidSetText(uidSetOf(named))}`;
}
