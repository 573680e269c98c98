import { LetterFiler, PgMailFiling } from '@cachet/mailstore';
import type {
  ActContext,
  EnterRoom,
  LetterFiling,
  MailRoom,
  MailRooms,
  Outcome,
  ReceivedMessage,
  Refusal,
} from '@cachet/mss-core';
import {
  type Database,
  PgBalStore,
  PgCompliance,
  PgDeliveries,
  PgJournal,
  PgMalware,
  PgSending,
  type TenantSql,
} from '@cachet/schema';

/** Undoes a transaction that its own rules refused. */
class RolledBack extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** The rooms of every tenant, over one database transaction. */
export class PgMailRooms implements MailRooms {
  readonly #filer: LetterFiler;

  constructor(
    private readonly database: Pick<Database, 'acrossTenants' | 'alone' | 'atOnce' | 'withTenant'>,
  ) {
    this.#filer = new LetterFiler(database);
  }

  file(
    context: ActContext,
    message: ReceivedMessage,
    filings: readonly LetterFiling[],
  ): Promise<Outcome<void>> {
    return this.#filer.file(context, message, filings);
  }

  async transaction<T>(
    context: ActContext,
    work: (enter: EnterRoom) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    try {
      return await this.database.acrossTenants(async (visit) => {
        const outcome = await work((tenantId, inside) =>
          visit({ ...context, tenantId }, (sql) => inside(roomOf(sql))),
        );
        if (!outcome.ok) throw new RolledBack(outcome.refusal);
        return outcome;
      });
    } catch (fault) {
      if (fault instanceof RolledBack) return { ok: false, refusal: fault.refusal };
      throw fault;
    }
  }
}

function roomOf(sql: TenantSql): MailRoom {
  return {
    bals: new PgBalStore(sql),
    filing: new PgMailFiling(sql),
    deliveries: new PgDeliveries(sql),
    journal: new PgJournal(sql),
    malware: new PgMalware(sql),
    compliance: new PgCompliance(sql),
    sending: new PgSending(sql),
  };
}
