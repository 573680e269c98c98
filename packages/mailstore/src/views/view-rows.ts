import type { Folder } from '@cachet/mss-core';
import type { Statement } from '@cachet/schema';
import { FOLDER_COLUMNS, type FolderRow, folderOf } from '../folders/folder-rows.js';
import type { ItemRow } from './item-columns.js';

/** A folder of that BAL and what changed in it after a modseq, as of one moment. */
export interface FolderNews {
  readonly folder: Folder;
  readonly changed: readonly ItemRow[];
  /** Uids that left. */
  readonly expunged: readonly number[];
}

/** Each fact of all the items in one text: a hundred thousand rows would cost ten times as much to read. */
export interface NewsRow extends FolderRow {
  uids: string | null;
  message_ids: string | null;
  flags: string | null;
  internal_ms: string | null;
  saved_ms: string | null;
  modseqs: string | null;
  sizes: string | null;
  expunged: string | null;
}

/** With everything that lies there when no modseq is given. No row when the BAL has no such folder. One statement: all is of one moment. */
export function newsStatement(balId: string, folderId: string, modseq: number | null): Statement {
  if (modseq === null) return { text: EVERYTHING, values: [folderId, balId] };
  return { text: NEWS, values: [folderId, balId, modseq] };
}

export function newsOf(row: NewsRow): FolderNews {
  const [uids, ids, flags, internal, saved, modseqs, sizes] = [
    numbers(row.uids),
    names(row.message_ids),
    words(row.flags),
    numbers(row.internal_ms),
    numbers(row.saved_ms),
    numbers(row.modseqs),
    numbers(row.sizes),
  ];
  const changed = uids.map((uid, index) => ({
    uid,
    messageId: ids[index] ?? '',
    flags: flags[index] ?? '',
    internalMs: internal[index] ?? 0,
    savedMs: saved[index] ?? 0,
    modseq: modseqs[index] ?? 0,
    size: sizes[index] ?? 0,
  }));
  return { folder: folderOf(row), changed, expunged: numbers(row.expunged) };
}

/** PostgreSQL's `{1,2,3}`. */
function numbers(text: string | null): readonly number[] {
  return text === null ? [] : JSON.parse(`[${text.slice(1, -1)}]`);
}

/** PostgreSQL's `{a,b}`, of words that it does not quote. */
function names(text: string | null): readonly string[] {
  return text === null ? [] : text.slice(1, -1).split(',');
}

function words(text: string | null): readonly string[] {
  return text === null ? [] : JSON.parse(text);
}

const ITEMS = (condition: string) => `
  select array_agg(i.uid)::text as uids, array_agg(i.message_id)::text as message_ids,
         json_agg(array_to_string(i.flags, ' '))::text as flags, array_agg(i.internal_ms)::text as internal_ms,
         array_agg(i.saved_ms)::text as saved_ms, array_agg(i.modseq)::text as modseqs, array_agg(i.size)::text as sizes
    from (select i.uid, i.message_id, i.flags, i.modseq, i.size,
                 round(date_part('epoch', i.internal_date) * 1000)::bigint as internal_ms,
                 round(date_part('epoch', i.saved_at) * 1000)::bigint as saved_ms
            from mail_item i where i.tenant_id = f.tenant_id and i.folder_id = f.id ${condition}
           order by i.uid) as i`;

const EVERYTHING = `
  select ${FOLDER_COLUMNS}, i.*, null as expunged
    from mail_folder f left join lateral (${ITEMS('')}) as i on true where f.id = $1 and f.bal_id = $2`;

const NEWS = `
  select ${FOLDER_COLUMNS}, i.*,
         (select array_agg(e.uid)::text from mail_expunged e
           where e.tenant_id = f.tenant_id and e.folder_id = f.id and e.modseq > $3) as expunged
    from mail_folder f left join lateral (${ITEMS('and i.modseq > 0 and i.modseq > $3')}) as i on true
   where f.id = $1 and f.bal_id = $2`;
