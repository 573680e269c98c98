import {
  readsHeaders,
  SORT_KEYS,
  type SortCriterion,
  sortable,
  sortedUids,
  uidSetOf,
} from '@cachet/mss-core/messaging';
import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';
import { ok } from '../completion.js';
import { type CommandHandler, onSelectedFolder } from '../handler.js';
import { refusal } from '../refusals.js';
import { arranged } from './arranged.js';
import { concerned, returnOptions, sortLine } from './results.js';
import { find, refuseCharset } from './search.js';

export const sort = sorting('SORT', false);
export const uidSort = sorting('UID SORT', true);

/** RFC 5256 §3 SORT, with the display names of RFC 5957 and the answers of RFC 5267 §3 ESORT. */
function sorting(name: 'SORT' | 'UID SORT', byUid: boolean): CommandHandler {
  return onSelectedFolder(
    name,
    async (session, selected, { tag, arguments: args }) => {
      const { folder } = selected;
      const returns = returnOptions(args);
      args.space();
      const criteria = sortCriteria(args);
      args.space();
      const found = refuseCharset(args.astring()) ?? (await find(session, selected, returns, args));
      if (returns?.has('SAVE') && found.status !== 'BAD') folder.saved = [];
      if (found.status !== 'found') return found;
      const messages = await arranged(session, selected, found.uids, readsHeaders(criteria), (message) =>
        sortable(message, criteria),
      );
      if (!messages.ok) return refusal(messages.refusal);
      const uids = sortedUids(messages.value, criteria);
      if (returns?.has('SAVE')) folder.saved = uidSetOf(concerned(uids, returns));
      const numbers = byUid ? uids : uids.flatMap((uid) => folder.sequence.numberOf(uid) ?? []);
      const line = sortLine({ tag, byUid, numbers, modseq: found.modseq }, returns);
      if (line !== null) session.out.line(line);
      return ok(`${name} completed`);
    },
    { holdsExpunges: !byUid },
  );
}

/** `(REVERSE DATE SUBJECT)`. */
export function sortCriteria(args: Cursor): readonly SortCriterion[] {
  const criteria = args.list(() => {
    const reverse = args.tryTake('REVERSE ');
    const name = args.atom('a sort key').toUpperCase();
    const key = SORT_KEYS.find((known) => known === name);
    if (!key) throw new SyntaxProblem('Unknown sort key');
    return { key, reverse };
  });
  if (criteria.length === 0 || criteria.length > SORT_KEYS.length * 2)
    throw new SyntaxProblem('Unreasonable number of sort keys');
  return criteria;
}
