import { bindTo, type ListOrder, type TenantSql, type Walk, walkSql } from '@cachet/schema';

/** A message of a BAL and its moment, by which conversations are put in order. */
export interface ThreadPlace {
  readonly folderId: string;
  readonly uid: number;
  /** Its internal date, microseconds. */
  readonly at: number;
}

/** A conversation and its newest message among those that the list is of. */
export interface ListedThread extends ThreadPlace {
  readonly threadId: string;
}

export interface ThreadTotals {
  readonly messages: number;
  readonly unseen: number;
  readonly lastAt: Date;
}

/** What is shown of a conversation. A message that lies in several of these folders is shown once, where the first of them has it. */
export interface ThreadScope {
  /** The folder that is looked at; null for the whole BAL. */
  readonly folderId: string | null;
  /** Whose messages are shown in a conversation. */
  readonly folderIds: readonly string[];
}

const MICROSECONDS = 'floor(extract(epoch from t.at) * 1000000)::bigint';
// Not by an index: folders are many messages, and a conversation is few.
const isAmong = (row: string, folders: string) =>
  `array_position(${folders}::uuid[], ${row}.folder_id) is not null`;
const momentOf = (value: string) => `timestamptz 'epoch' + ${value}::bigint * interval '1 microsecond'`;
/** The newest first. */
const NEWEST_FIRST: ListOrder<ThreadPlace> = {
  columns: ['t.at', 't.folder_id', 't.uid'],
  isDescending: true,
  placed: ({ at, folderId, uid }, bind) =>
    `(${momentOf(bind(at))}, ${bind(folderId)}::uuid, ${bind(uid)}::bigint)`,
};

/**
 * The conversations of one BAL as they were put together; none of this reads a letter. Each statement walks along keys, whatever the planner
 * knows of tables that have just been filled; a conversation is of one BAL, and so are the folders in which it is looked at.
 */
export class PgThreads {
  constructor(
    private readonly sql: TenantSql,
    private readonly balId: string,
  ) {}

  /** Conversations with a message in the folder that is looked at, or anywhere in these, in the order of the newest such message. */
  async newest(
    { folderId, folderIds }: ThreadScope,
    walk: Walk<ThreadPlace>,
  ): Promise<readonly ListedThread[]> {
    const looked = folderId === null ? folderIds : [folderId];
    const isThere =
      folderId === null ? `t.bal_id = $1 and ${isAmong('t', '$2')}` : 't.folder_id = ($2::uuid[])[1]';
    const placeOf = (row: string) => `(${row}.at, ${row}.folder_id, ${row}.uid)`;
    const values: unknown[] = [this.balId, looked];
    const rows = await this.sql.query<ThreadRow>(
      `select t.thread_id, t.folder_id, t.uid, ${MICROSECONDS} as at from mail_thread_item t
        where ${isThere} and $1::uuid is not null
          and (select n.uid from mail_thread_item n
                where n.thread_id = t.thread_id and ${isAmong('n', '$2')} and ${placeOf('n')} > ${placeOf('t')}
                limit 1) is null
          ${walkSql(NEWEST_FIRST, walk, bindTo(values))}`,
      values,
    );
    return rows.map(({ thread_id, folder_id, uid, at }) => ({
      threadId: thread_id,
      folderId: folder_id,
      uid,
      at,
    }));
  }

  /** Of those that have a message there. */
  async totals(
    threadIds: readonly string[],
    { folderIds }: Pick<ThreadScope, 'folderIds'>,
  ): Promise<ReadonlyMap<string, ThreadTotals>> {
    if (threadIds.length === 0) return new Map();
    const rows = await this.sql.query<TotalsRow>(
      `select t.thread_id, count(distinct t.message_id) as messages, max(t.at) as last_at,
              count(distinct t.message_id) filter (where not i.flags @> array['\\Seen']) as unseen
         from unnest($1::uuid[]) asked(thread_id)
        cross join lateral (
          select t.* from mail_thread_item t
           where t.thread_id = asked.thread_id and ${isAmong('t', '$2')} offset 0) t
        cross join lateral (
          select i.flags from mail_item i
           where i.folder_id = t.folder_id and i.uid between t.uid and t.uid order by i.uid offset 0) i
        group by t.thread_id`,
      [threadIds, folderIds],
    );
    return new Map(
      rows.map(({ thread_id, messages, unseen, last_at }) => [
        thread_id,
        { messages, unseen, lastAt: last_at },
      ]),
    );
  }

  /** Messages of each of these, the newest first; backward, the oldest. */
  async members(
    threadIds: readonly string[],
    { folderId, folderIds }: ThreadScope,
    walk: Walk<ThreadPlace>,
  ): Promise<ReadonlyMap<string, readonly ThreadPlace[]>> {
    if (threadIds.length === 0) return new Map();
    // Where it is looked at first, then in any order that stays.
    const rank = (row: string) =>
      `(coalesce(${row}.folder_id <> $3::uuid, false), ${row}.folder_id, ${row}.uid)`;
    const values: unknown[] = [threadIds, folderIds, folderId];
    const rows = await this.sql.query<ThreadRow>(
      `select m.* from unnest($1::uuid[]) asked(thread_id) cross join lateral (
         select t.thread_id, t.folder_id, t.uid, ${MICROSECONDS} as at from mail_thread_item t
          where t.thread_id = asked.thread_id and ${isAmong('t', '$2')}
            and (select o.uid from mail_item o
                  where o.message_id = t.message_id and ${isAmong('o', '$2')} and ${rank('o')} < ${rank('t')}
                  limit 1) is null
            ${walkSql(NEWEST_FIRST, walk, bindTo(values))}) m`,
      values,
    );
    const places = rows.map(({ thread_id, folder_id, uid, at }) => ({
      threadId: thread_id,
      folderId: folder_id,
      uid,
      at,
    }));
    return Map.groupBy(places, ({ threadId }) => threadId);
  }
}

interface ThreadRow {
  thread_id: string;
  folder_id: string;
  uid: number;
  at: number;
}

interface TotalsRow {
  thread_id: string;
  messages: number;
  unseen: number;
  last_at: Date;
}
