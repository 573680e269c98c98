import type { KeyObject } from 'node:crypto';
import { newRowId, type TenantSql } from '@cachet/schema';
import { openRecord, sealRecord } from '../keys/sealed-record.js';
import type { MailSafe } from '../mail-safe.js';
import { OpenedPack, type SearchedMessage, writePack } from './search-pack.js';

/** Messages of one pack. */
export const MOST_TOGETHER = 128;
/** Characters of text beyond which a pack is closed, whatever the number of its messages. */
export const MOST_CHARACTERS = 2 ** 20;

/** The texts of the messages of one BAL, in sealed packs, within one transaction of its tenant. */
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

  /** @throws StoreUnavailable, StoreDamaged */
  async open(packId: string): Promise<OpenedPack | null> {
    const [row] = await this.sql.query<{ sealed: Buffer }>(
      'select sealed from mail_search_pack where id = $1 and bal_id = $2',
      [packId, this.balId],
    );
    return row ? new OpenedPack(openRecord(await this.#key(), this.#nameOf(packId), row.sealed)) : null;
  }

  /**
   * Packs these messages, but for those that are packed already, gone, or about to go. Waits for nobody: when another process packs
   * messages of this BAL it does nothing. Answers how many were packed.
   */
  async keep(messages: readonly SearchedMessage[]): Promise<number> {
    if (messages.length === 0 || !(await this.#mayPack())) return 0;
    const free = new Set(await this.#hold(messages.map(({ messageId }) => messageId)));
    const packed = messages.filter(({ messageId }) => free.has(messageId));
    if (packed.length === 0) return 0;
    const id = newRowId();
    const { bytes, octets } = writePack(packed);
    const ids = packed.map(({ messageId }) => messageId);
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
        ids,
      ],
    );
    return packed.length;
  }

  async #key(): Promise<KeyObject> {
    return (await this.safe.keys.of(this.sql)).purposeKey('search');
  }

  #nameOf(packId: string): string {
    return `tenant ${this.sql.context.tenantId}, pack ${packId}`;
  }

  async #mayPack(): Promise<boolean> {
    const { tenantId } = this.sql.context;
    // The first is shared with whoever packs elsewhere in the tenant, and awaited by whoever finds messages held (`removeOrphans`).
    const [row] = await this.sql.query<{ alone: boolean }>(
      `select pg_try_advisory_xact_lock_shared(hashtextextended($1, 0))
          and pg_try_advisory_xact_lock(hashtextextended($2, 0)) as alone`,
      [packingLock(tenantId), `${packingLock(tenantId)} ${this.balId}`],
    );
    return row?.alone === true;
  }

  /** Messages that stay until this transaction ends: their entries will be there for whoever removes them next. */
  async #hold(messageIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select m.id from mail_message m
        where m.id = any($1::uuid[])
          and not exists (select from mail_search_entry e where e.message_id = m.id and e.bal_id = $2)
        for key share skip locked`,
      [messageIds, this.balId],
    );
    return rows.map(({ id }) => id);
  }
}

/** The advisory lock held, shared, from the holding of messages to be packed until the commit of their pack. */
export function packingLock(tenantId: string): string {
  return `packing texts ${tenantId}`;
}
