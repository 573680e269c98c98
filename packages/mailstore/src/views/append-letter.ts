import {
  type AppendedItems,
  done,
  type NewItem,
  type Outcome,
  refused,
  type TenantContext,
  type TraceEvent,
} from '@cachet/mss-core';
import { CommitInDoubt, type Database, newRowId, traceRows } from '@cachet/schema';
import { CHUNK_SIZE } from '../bytes/chunks.js';
import { SealedMessage } from '../bytes/sealed-message.js';
import { wholeOf } from '../bytes/whole-of.js';
import type { CallBatches } from '../call-batches.js';
import type { MailSafe } from '../mail-safe.js';
import { wasKept } from '../settle-doubt.js';
import type { FolderViews } from './folder-views.js';
import type { ItemRow } from './item-columns.js';

/** What the database's `append_letter` answers. */
export interface AppendedLetter {
  readonly messageId: string;
  readonly uid: number;
  readonly modseq: number;
  readonly uidValidity: number;
}

export const APPEND_LETTER = { name: 'append_letter', takes: 15, patienceMs: 300, whenHeld: 'wait' } as const;

interface Means {
  readonly database: Pick<Database, 'withTenant'>;
  readonly safe: MailSafe;
  readonly views: FolderViews;
  readonly appends: CallBatches<AppendedLetter>;
}

interface Place {
  readonly context: TenantContext;
  readonly balId: string;
  readonly folderId: string;
}

/**
 * APPEND of one short letter in one trip. Null when it must be done step by step: the letter is long, or the folder is none or is Sent.
 * Refuses quotaExceeded.
 */
export async function appendLetter(
  means: Means,
  place: Place,
  { message, flags: given, internalDate }: NewItem,
): Promise<Outcome<AppendedItems> | null> {
  const { safe, appends, views } = means;
  const { context, balId, folderId } = place;
  if (message.size > Math.min(CHUNK_SIZE, safe.besideFrom)) return null;
  const sealed = new SealedMessage(await safe.keys.for(context), message, { isBeside: false });
  const flags = [...new Set(given)];
  const traceId = newRowId();
  const kept = sealed.arguments(context.at, await wholeOf(message));
  const traces = traceRows(context, [traceOf(place, message.size)], { newId: () => traceId });
  const values = [context.tenantId, balId, folderId, ...kept, flags, internalDate, traces];
  try {
    const letter = await appends.call({ tenantId: context.tenantId, balId, folder: folderId, values });
    views.appended(folderId, rowOf(context, letter, { size: message.size, flags, internalDate }));
    return done(itemsOf(letter));
  } catch (fault) {
    if (isObstacle(fault, 'CA002')) return null;
    if (isObstacle(fault, 'CA001')) return refused('quotaExceeded');
    if (!(fault instanceof CommitInDoubt)) throw fault;
    views.touch(folderId);
    if (!(await wasKept(means.database, context, fault, { tenantId: context.tenantId, traceId })))
      throw fault.lost;
    return done(itemsOf(await letterTraced(means.database, place, traceId)));
  }
}

/** The database adds the folder's name and the uid. */
function traceOf({ balId, folderId }: Place, size: number): TraceEvent {
  return { kind: 'message.appended', outcome: 'ok', balId, facts: { folderId, size } };
}

function itemsOf({ uidValidity, modseq, uid, messageId }: AppendedLetter): AppendedItems {
  return { uidValidity, modseq, items: [{ uid, messageId }] };
}

function rowOf(
  { at }: TenantContext,
  { uid, messageId, modseq }: AppendedLetter,
  { size, flags, internalDate }: Pick<NewItem, 'flags' | 'internalDate'> & { readonly size: number },
): ItemRow {
  const times = { internalMs: internalDate.getTime(), savedMs: at.getTime() };
  return { uid, messageId, modseq, size, flags: flags.join(' '), ...times };
}

function isObstacle(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code;
}

/** Where a letter of which only its trace is known came to lie; it may have left since. */
async function letterTraced(
  database: Pick<Database, 'withTenant'>,
  { context, folderId }: Place,
  traceId: string,
): Promise<AppendedLetter> {
  const [letter] = await database.withTenant(context, (sql) =>
    sql.query<AppendedLetter>(
      `select t.message_id as "messageId", (t.facts ->> 'uid')::bigint as uid, f.uid_validity as "uidValidity",
              coalesce(i.modseq, f.highest_modseq) as modseq
         from trace_event t join mail_folder f on f.id = $2
         left join mail_item i on i.folder_id = f.id and i.uid = (t.facts ->> 'uid')::bigint
        where t.tenant_id = $3 and t.id = $1`,
      [traceId, folderId, context.tenantId],
    ),
  );
  if (!letter) throw new Error('the folder of a letter just kept is gone');
  return letter;
}
