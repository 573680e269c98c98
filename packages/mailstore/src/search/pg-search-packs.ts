import type { KeyObject } from 'node:crypto';
import { newRowId, type TenantSql } from '@cachet/schema';
import { openRecord, sealRecord } from '../keys/sealed-record.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';
import { OpenedPack, type PackedMessage, writePack } from './search-pack.js';

/** A pack goes, and what was packed of its BAL is looked at anew (as when a message leaves, m027). */
const FORGET = `
  with gone as (delete from mail_search_pack where id = $1 and bal_id = $2),
  held as (
    select k.folder_id from mail_search_mark k join mail_folder f on f.tenant_id = k.tenant_id and f.id = k.folder_id
     where f.bal_id = $2 order by k.folder_id for update of k)
  update mail_search_mark k set uid = 0, resets = k.resets + 1 from held where k.folder_id = held.folder_id`;

/** read_only_sql_transaction */
const READ_ONLY = '25006';

/** The texts of the messages of one BAL, in sealed packs. */
export class PgSearchPacks {
  constructor(
    private readonly sql: TenantSql,
    private readonly safe: MailSafe,
    private readonly balId: string,
  ) {}

  /** Which of these messages are in which pack; those that are in none are left out. */
  async holding(messageIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (messageIds.length === 0) return new Map();
    const rows = await this.sql.query<{ pack_id: string; message_ids: string[] }>(
      `select e.pack_id, array_agg(e.message_id) as message_ids from mail_search_entry e
        where e.message_id = any($1::uuid[]) and e.bal_id = $2 group by e.pack_id`,
      [messageIds, this.balId],
    );
    return new Map(rows.map(({ pack_id, message_ids }) => [pack_id, message_ids]));
  }

  /**
   * Null when it is not there, or is not what was sealed: it is dropped then, for it holds nothing that its messages do not say, and they
   * are packed again. @throws StoreUnavailable
   */
  async open(packId: string): Promise<OpenedPack | null> {
    const [row] = await this.sql.query<{ sealed: Buffer }>(
      'select sealed from mail_search_pack where id = $1 and bal_id = $2',
      [packId, this.balId],
    );
    if (!row) return null;
    try {
      return new OpenedPack(openRecord(await this.#key(), this.#nameOf(packId), row.sealed));
    } catch (fault) {
      if (!(fault instanceof StoreDamaged)) throw fault;
      this.safe.report(fault);
      await this.#forget(packId);
      return null;
    }
  }

  /** Who only reads leaves that to those who may write: the next who search by IMAP, or pack. */
  async #forget(packId: string): Promise<void> {
    try {
      await this.sql.query(FORGET, [packId, this.balId]);
    } catch (fault) {
      if (!(fault instanceof Error && 'code' in fault && fault.code === READ_ONLY)) throw fault;
    }
  }

  /**
   * Packs these messages, but for those that are packed already, gone, or held by somebody; answers which were. The only act of its
   * transaction, so that messages are held no longer than it takes; it waits for nobody, and does nothing when another process packs
   * messages of this BAL.
   */
  async keep(messages: readonly PackedMessage[]): Promise<ReadonlySet<string>> {
    const free = await this.#hold(messages.map(({ messageId }) => messageId));
    const packed = messages.filter(({ messageId }) => free.has(messageId));
    if (packed.length === 0) return free;
    const id = newRowId();
    const { bytes, octets } = writePack(packed);
    await this.sql.query(
      `with pack as (
         insert into mail_search_pack (tenant_id, id, bal_id, octets, sealed) values ($1, $2, $3, $4, $5) returning id)
       insert into mail_search_entry (tenant_id, message_id, bal_id, pack_id)
         select $1, m, $3, pack.id from pack, unnest($6::uuid[]) m`,
      [
        this.sql.context.tenantId,
        id,
        this.balId,
        octets,
        sealRecord(await this.#key(), this.#nameOf(id), bytes),
        packed.map(({ messageId }) => messageId),
      ],
    );
    return free;
  }

  /** Messages that stay until this transaction ends: their entries will be there for whoever removes them next. */
  async #hold(messageIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { tenantId } = this.sql.context;
    const [turn] = await this.sql.query<{ mine: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine',
      [`texts of ${tenantId} ${this.balId}`],
    );
    if (!turn?.mine) return new Set();
    const rows = await this.sql.query<{ id: string }>(
      `select m.id from mail_message m
        where m.id = any($1::uuid[])
          and not exists (select from mail_search_entry e where e.message_id = m.id and e.bal_id = $2 offset 0)
        for key share skip locked`,
      [messageIds, this.balId],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async #key(): Promise<KeyObject> {
    return (await this.safe.keys.of(this.sql)).purposeKey('search');
  }

  #nameOf(packId: string): string {
    return `tenant ${this.sql.context.tenantId}, pack ${packId}`;
  }
}
