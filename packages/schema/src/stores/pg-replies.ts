import type {
  Absence,
  AbsenceStore,
  LetterToAnswer,
  MailPath,
  OwnReply,
  RepliesDue,
  ReplyDesk,
  ReplyDue,
  TenantId,
} from '@cachet/mss-core';
import type { Database } from '../database.js';
import type { TenantSql } from '../sql.js';
import { BAL_COLUMNS, type BalRow, balOf } from './bal-rows.js';

/** Letters of all tenants that BAL may answer by themselves; the database notes them (`note_reply`). */
export class PgRepliesDue implements RepliesDue {
  constructor(private readonly database: Pick<Database, 'shared'>) {}

  async waiting(limit: number): Promise<readonly ReplyDue[]> {
    const rows = await this.database.shared((sql) =>
      sql.query<{ tenant_id: TenantId; delivery_id: string }>(
        'select tenant_id, delivery_id from reply_due order by due_at limit $1',
        [limit],
      ),
    );
    return rows.map(({ tenant_id, delivery_id }) => ({ tenantId: tenant_id, deliveryId: delivery_id }));
  }

  async postpone({ tenantId, deliveryId }: ReplyDue, until: Date): Promise<void> {
    await this.database.shared((sql) =>
      sql.query('update reply_due set due_at = $3 where tenant_id = $1 and delivery_id = $2', [
        tenantId,
        deliveryId,
        until,
      ]),
    );
  }
}

interface ReplyRow {
  kind: OwnReply['kind'];
  title: string;
  text: string;
  starts_at: Date;
  ends_at: Date | null;
  version: number;
}

interface LetterRow extends BalRow, Omit<ReplyRow, 'kind'> {
  reply_kind: OwnReply['kind'];
  message_id: string;
  sender: MailPath;
  received_at: Date;
  is_aside: boolean;
}

/** What BAL of one tenant answer by themselves. */
export class PgReplies implements ReplyDesk, AbsenceStore {
  constructor(private readonly sql: TenantSql) {}

  async take(deliveryId: string): Promise<LetterToAnswer | null> {
    const { tenantId } = this.sql.context;
    const taken = await this.sql.query(
      'delete from reply_due where tenant_id = $1 and delivery_id = $2 returning delivery_id',
      [tenantId, deliveryId],
    );
    if (taken.length === 0) return null;
    const [row] = await this.sql.query<LetterRow>(
      `select ${BAL_COLUMNS}, d.message_id, d.sender, d.created_at as received_at,
              r.kind as reply_kind, r.title, r.text, r.starts_at, r.ends_at, r.version,
              exists (select from mail_item i join mail_folder f on f.tenant_id = i.tenant_id and f.id = i.folder_id
                       where i.tenant_id = d.tenant_id and i.message_id = d.message_id
                         and f.bal_id = d.bal_id and f.special_use = 'junk') as is_aside
         from delivery d
         join bal b on b.tenant_id = d.tenant_id and b.id = d.bal_id
         join bal_reply r on r.tenant_id = d.tenant_id and r.bal_id = d.bal_id
        where d.tenant_id = $1 and d.id = $2 and d.sender is not null`,
      [tenantId, deliveryId],
    );
    return row ? letterOf(row) : null;
  }

  async noteTold(balId: string, correspondent: MailPath, notSince: Date): Promise<boolean> {
    const { tenantId, at } = this.sql.context;
    const told = await this.sql.query(
      `insert into reply_told as t (tenant_id, bal_id, correspondent, told_at) values ($1, $2, $3, $4)
       on conflict (tenant_id, bal_id, correspondent) do update set told_at = excluded.told_at where t.told_at <= $5
       returning told_at`,
      [tenantId, balId, correspondent.toLowerCase(), at, notSince],
    );
    return told.length > 0;
  }

  /** Absences of these BAL, by BAL. */
  async among(balIds: readonly string[]): Promise<ReadonlyMap<string, Absence>> {
    const rows = await this.sql.query<ReplyRow & { bal_id: string }>(
      `select bal_id, kind, title, text, starts_at, ends_at, version from bal_reply
        where tenant_id = $1 and bal_id = any($2) and kind = 'absence'`,
      [this.sql.context.tenantId, balIds],
    );
    return new Map(rows.map((row) => [row.bal_id, { ...replyOf(row), version: row.version }]));
  }

  async of(balId: string): Promise<Absence | null> {
    return (await this.among([balId])).get(balId) ?? null;
  }

  async put(balId: string, version: number, absence: Omit<Absence, 'version'>): Promise<boolean> {
    return this.#put(balId, 'absence', version, absence);
  }

  /** Makes a BAL one that always answers. */
  async answerAlways(balId: string, text: string): Promise<void> {
    const { at } = this.sql.context;
    await this.#put(balId, 'automatic', 0, { title: '', text, startsAt: at, endsAt: null });
  }

  async end(balId: string): Promise<boolean> {
    const { tenantId } = this.sql.context;
    const ended = await this.sql.query(
      "delete from bal_reply where tenant_id = $1 and bal_id = $2 and kind = 'absence' returning bal_id",
      [tenantId, balId],
    );
    await this.#forgetTold(balId);
    return ended.length > 0;
  }

  async #put(
    balId: string,
    kind: OwnReply['kind'],
    version: number,
    { title, text, startsAt, endsAt }: Omit<Absence, 'version'>,
  ): Promise<boolean> {
    const { tenantId, at } = this.sql.context;
    const put = await this.sql.query(
      `insert into bal_reply as r (tenant_id, bal_id, kind, title, text, starts_at, ends_at, changed_at, version)
       select $1, $2, $3, $4, $5, $6, $7, $8, 1 where $9 = 0 or exists (select from bal_reply where tenant_id = $1 and bal_id = $2)
       on conflict (tenant_id, bal_id) do update
         set title = $4, text = $5, starts_at = $6, ends_at = $7, changed_at = $8, version = r.version + 1
         where r.version = $9 and r.kind = $3
       returning version`,
      [tenantId, balId, kind, title, text, startsAt, endsAt, at, version],
    );
    if (put.length > 0) await this.#forgetTold(balId);
    return put.length > 0;
  }

  async #forgetTold(balId: string): Promise<void> {
    await this.sql.query('delete from reply_told where tenant_id = $1 and bal_id = $2', [
      this.sql.context.tenantId,
      balId,
    ]);
  }
}

function replyOf({ title, text, starts_at, ends_at }: Omit<ReplyRow, 'kind'>) {
  return { title, text, startsAt: starts_at, endsAt: ends_at };
}

function letterOf(row: LetterRow): LetterToAnswer {
  return {
    bal: balOf(row),
    messageId: row.message_id,
    sender: row.sender,
    receivedAt: row.received_at,
    isAside: row.is_aside,
    reply: { kind: row.reply_kind, ...replyOf(row) },
  };
}
