import type { EarlierRequest } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

/** By what a request is known again: who sent it, and the SHA-256 of its idempotency key. */
export interface RequestName {
  readonly caller: string;
  readonly keyHash: Uint8Array;
}

export interface KnownRequest extends EarlierRequest {
  readonly sealedAnswer: Buffer | null;
}

interface RequestRow {
  state: EarlierRequest['state'];
  asks_the_same: boolean;
  begun_at: Date;
  sealed_answer: Buffer | null;
}

/** Requests of one tenant that carried an idempotency key. */
export class PgApiRequests {
  constructor(private readonly sql: TenantSql) {}

  /**
   * Takes that name for a request that begins; null when it is ours to do, else what is known of the one that has the name. Two at one
   * moment: one is answered null.
   */
  async begin(
    { caller, keyHash }: RequestName,
    bodyMac: Uint8Array,
    { now, until }: { readonly now: Date; readonly until: Date },
  ): Promise<KnownRequest | null> {
    const name = [this.sql.context.tenantId, caller, Buffer.from(keyHash)];
    const taken = await this.sql.query(
      `insert into api_request (tenant_id, caller, key_hash, body_mac, state, begun_at, expires_at)
       values ($1, $2, $3, $4, 'underway', $5, $6)
       on conflict (tenant_id, caller, key_hash) do update
         set body_mac = excluded.body_mac, state = 'underway', sealed_answer = null,
             begun_at = excluded.begun_at, expires_at = excluded.expires_at
         where api_request.expires_at <= $5
       returning 1`,
      [...name, Buffer.from(bodyMac), now, until],
    );
    if (taken.length > 0) return null;
    const [row] = await this.sql.query<RequestRow>(
      `select state, body_mac = $4 as asks_the_same, begun_at, sealed_answer from api_request
        where tenant_id = $1 and caller = $2 and key_hash = $3`,
      [...name, Buffer.from(bodyMac)],
    );
    // Given up between the two statements: whoever comes again finds the name free.
    if (!row) return { state: 'underway', asksTheSame: true, begunAt: now, sealedAnswer: null };
    const { state, asks_the_same: asksTheSame, begun_at: begunAt, sealed_answer: sealedAnswer } = row;
    return { state, asksTheSame, begunAt, sealedAnswer };
  }

  /** Ends it with its answer, or with null when nobody can tell how it ended. */
  async end({ caller, keyHash }: RequestName, sealedAnswer: Uint8Array | null): Promise<void> {
    await this.sql.query(
      `update api_request set state = $4, sealed_answer = $5
        where tenant_id = $1 and caller = $2 and key_hash = $3 and state = 'underway'`,
      [
        this.sql.context.tenantId,
        caller,
        Buffer.from(keyHash),
        sealedAnswer ? 'answered' : 'unknown',
        sealedAnswer && Buffer.from(sealedAnswer),
      ],
    );
  }

  /** It did nothing: its name is free again. */
  async giveUp({ caller, keyHash }: RequestName): Promise<void> {
    await this.sql.query(
      `delete from api_request where tenant_id = $1 and caller = $2 and key_hash = $3 and state = 'underway'`,
      [this.sql.context.tenantId, caller, Buffer.from(keyHash)],
    );
  }

  async forgetExpired(now: Date): Promise<void> {
    await this.sql.query('delete from api_request where tenant_id = $1 and expires_at <= $2', [
      this.sql.context.tenantId,
      now,
    ]);
  }
}
