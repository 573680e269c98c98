import { type FolderStore, type SearchKey, uidSetOf } from '@cachet/mss-core/messaging';
import { done, type Outcome } from '@cachet/mss-core/outcome';
import type { SelectedFolder } from '../../session/selected-folder.js';
import type { Session } from '../../session/session.js';
import type { Selected } from '../../session/state.js';
import type { Cursor } from '../../wire/cursor.js';
import { bad, type Completion, no, ok } from '../completion.js';
import { type CommandHandler, onSelectedFolder } from '../handler.js';
import { refusal } from '../refusals.js';
import { searchKeys } from './keys.js';
import { ALL_OF_THEM, concerned, type Returns, resultLine, returnOptions } from './results.js';

export const search = searching('SEARCH', false);
export const uidSearch = searching('UID SEARCH', true);

function searching(name: 'SEARCH' | 'UID SEARCH', byUid: boolean): CommandHandler {
  return onSelectedFolder(
    name,
    async (session, selected, { tag, arguments: args }) => {
      const { folder } = selected;
      const returns = returnOptions(args) ?? (session.rev2 ? ALL_OF_THEM : null);
      const found = unknownCharset(session, args) ?? (await find(session, selected, returns, args));
      // RFC 5182 §2.1: a search that answers NO leaves nothing saved; one that is BAD changes nothing.
      if (returns?.has('SAVE') && found.status !== 'BAD')
        folder.saved = found.status === 'found' ? uidSetOf(concerned(found.uids, returns)) : [];
      if (found.status !== 'found') return found;
      const numbers = byUid ? found.uids : found.uids.flatMap((uid) => folder.sequence.numberOf(uid) ?? []);
      const line = resultLine({ tag, byUid, numbers, modseq: found.modseq }, returns);
      if (line !== null) session.out.line(line);
      return ok(`${name} completed`);
    },
    { holdsExpunges: !byUid },
  );
}

/** Reads the question that ends a command's arguments and finds what matches it. */
export async function find(
  session: Session,
  selected: Selected,
  returns: Returns,
  args: Cursor,
): Promise<(Found & { readonly status: 'found' }) | Completion> {
  args.space();
  const { key, asksModseq } = wantedKey(session, selected.folder, args);
  const about = (uids: readonly number[]) => concerned(uids, returns);
  const found = await findKnown(session, selected, key, asksModseq ? about : null);
  return found.ok ? { status: 'found', ...found.value } : refusal(found.refusal);
}

/** RFC 3501 §6.4.4: UTF-8 holds every text, US-ASCII is part of it; other charsets are refused by name. */
export function refuseCharset(charset: string): Completion | null {
  const name = charset.toUpperCase();
  if (name === 'UTF-8' || name === 'US-ASCII') return null;
  return no('Charset not supported', 'BADCHARSET (US-ASCII UTF-8)');
}

/** RFC 9755 §3: once UTF8=ACCEPT is enabled, every text is UTF-8 and no charset may be named. */
function unknownCharset({ utf8, rev2 }: Session, args: Cursor): Completion | null {
  if (!args.tryTake(' CHARSET ')) return null;
  const charset = args.astring();
  return utf8 && !rev2 ? bad('No CHARSET once UTF8=ACCEPT is enabled') : refuseCharset(charset);
}

function wantedKey(
  session: Session,
  folder: SelectedFolder,
  args: Cursor,
): { readonly key: SearchKey; readonly asksModseq: boolean } {
  const terms = { args, folder, now: session.deps.now(), asksModseq: false };
  const key = searchKeys(terms);
  args.end();
  if (terms.asksModseq) session.tellModseqs();
  return { key, asksModseq: terms.asksModseq };
}

export interface Found {
  /** Ascending, of messages the client was told of. */
  readonly uids: readonly number[];
  readonly modseq: number | null;
}

/** Finds among the messages the client knows, and the highest modseq of those that `about` keeps, when it is asked. */
function findKnown(
  session: Session,
  { folder, opened }: Selected,
  key: SearchKey,
  about: ((uids: readonly number[]) => readonly number[]) | null,
): Promise<Outcome<Found>> {
  return session.inBal(opened, async ({ folders }) => {
    const found = await folders.search(folder.id, key);
    if (!found.ok) return found;
    const uids = found.value.filter((uid) => folder.sequence.numberOf(uid) !== null);
    const modseq = about && (await highestOf(folders, folder.id, about(uids)));
    return done({ uids, modseq });
  });
}

async function highestOf(folders: FolderStore, folderId: string, uids: readonly number[]): Promise<number> {
  const items = await folders.items(folderId, uidSetOf(uids));
  return items.reduce((highest, item) => Math.max(highest, item.modseq), 0);
}
