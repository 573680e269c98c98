import { type SearchKey, uidSetOf } from '@cachet/mss-core/messaging';
import { done, type Outcome } from '@cachet/mss-core/outcome';
import type { BalStores } from '../../ports.js';
import type { Cursor } from '../../wire/cursor.js';
import { type Completion, no, ok } from '../completion.js';
import { type CommandHandler, onSelectedFolder } from '../handler.js';
import { refusal } from '../refusals.js';
import { searchKeys } from './keys.js';
import { resultLine, returnOptions } from './results.js';

export const search = searching('SEARCH', false);
export const uidSearch = searching('UID SEARCH', true);

function searching(name: 'SEARCH' | 'UID SEARCH', byUid: boolean): CommandHandler {
  return onSelectedFolder(
    name,
    async (session, { folder, opened }, { tag, arguments: args }) => {
      const returns = returnOptions(args);
      const unknown = unknownCharset(args);
      if (unknown) return unknown;
      args.space();
      const terms = { args, sequence: folder.sequence, now: session.deps.now(), asksModseq: false };
      const key = searchKeys(terms);
      args.end();
      if (terms.asksModseq) session.condstore = true;
      const found = await session.inBal(opened, (stores) => find(stores, folder.id, key, terms.asksModseq));
      if (!found.ok) return refusal(found.refusal);
      const { uids, modseq } = found.value;
      const known = uids.map((uid) =>
        byUid && folder.sequence.numberOf(uid) ? uid : folder.sequence.numberOf(uid),
      );
      const numbers = known.filter((number) => number !== null);
      session.out.line(resultLine({ tag, byUid, numbers, modseq }, returns));
      return ok(`${name} completed`);
    },
    { holdsExpunges: !byUid },
  );
}

/** RFC 3501 §6.4.4: UTF-8 holds every text, US-ASCII is part of it; other charsets are refused by name. */
function unknownCharset(args: Cursor): Completion | null {
  if (!args.tryTake(' CHARSET ')) return null;
  const charset = args.astring().toUpperCase();
  if (charset === 'UTF-8' || charset === 'US-ASCII') return null;
  return no('Charset not supported', 'BADCHARSET (US-ASCII UTF-8)');
}

interface Found {
  readonly uids: readonly number[];
  readonly modseq: number | null;
}

async function find(
  { folders }: BalStores,
  folderId: string,
  key: SearchKey,
  withModseq: boolean,
): Promise<Outcome<Found>> {
  const found = await folders.search(folderId, key);
  if (!found.ok) return found;
  if (!withModseq) return done({ uids: found.value, modseq: null });
  const items = await folders.items(folderId, uidSetOf(found.value));
  return done({
    uids: found.value,
    modseq: items.reduce((highest, item) => Math.max(highest, item.modseq), 0),
  });
}
