import type {
  ActContext,
  EnterRoom,
  LetterFiling,
  MailRoom,
  MailRooms,
  NewDelivery,
  Outcome,
  ReceivedMessage,
  Refusal,
} from '@cachet/mss-core';
import {
  CommitInDoubt,
  type Database,
  newRowId,
  PgBalStore,
  PgCompliance,
  PgDeliveries,
  PgJournal,
  PgMalware,
  PgReplies,
  PgSending,
  PgSentLetters,
  type TenantSql,
} from '@cachet/schema';
import { PgQuotaDesk } from '../folders/pg-quota-desk.js';
import { quarantineSeal } from '../keys/quarantine-seal.js';
import { subjectSealer } from '../keys/trace-subjects.js';
import { LetterFiler } from '../letter-filer.js';
import type { MailSafe } from '../mail-safe.js';
import { PgMailFiling } from '../pg-mail-filing.js';
import { type WrittenDelivery, wasKept } from '../settle-doubt.js';

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
    private readonly safe: MailSafe,
  ) {
    this.#filer = new LetterFiler(database, safe);
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
    const written: WrittenDelivery[] = [];
    let outcome: Outcome<T> | null = null;
    try {
      return await this.database.acrossTenants(async (visit) => {
        outcome = await work((tenantId, inside) =>
          visit({ ...context, tenantId }, (sql) => inside(roomOf(sql, this.safe, written))),
        );
        if (!outcome.ok) throw new RolledBack(outcome.refusal);
        return outcome;
      });
    } catch (fault) {
      if (fault instanceof RolledBack) return { ok: false, refusal: fault.refusal };
      if (outcome && fault instanceof CommitInDoubt)
        return this.#settled(context, fault, written[0], outcome);
      throw fault;
    }
  }

  /** What was kept is done, whatever became of the connection. @throws LetterInDoubt when nobody can tell. */
  async #settled<T>(
    context: ActContext,
    doubt: CommitInDoubt,
    written: WrittenDelivery | undefined,
    outcome: Outcome<T>,
  ): Promise<Outcome<T>> {
    if (written && (await wasKept(this.database, context, doubt, written))) return outcome;
    throw doubt.lost;
  }
}

/** Deliveries that note what they wrote: by one of them a transaction is known again. */
class NotedDeliveries extends PgDeliveries {
  constructor(
    private readonly tenantSql: TenantSql,
    private readonly written: WrittenDelivery[],
  ) {
    super(tenantSql);
  }

  override async add(deliveries: readonly NewDelivery[]): Promise<void> {
    await super.add(deliveries);
    const { tenantId } = this.tenantSql.context;
    this.written.push(...deliveries.map(({ id }) => ({ tenantId, deliveryId: id })));
  }
}

function roomOf(sql: TenantSql, safe: MailSafe, written: WrittenDelivery[]): MailRoom {
  return {
    bals: new PgBalStore(sql),
    filing: new PgMailFiling(sql, safe),
    deliveries: new NotedDeliveries(sql, written),
    letters: new PgSentLetters(sql),
    journal: new PgJournal(sql, newRowId, async () => subjectSealer(await safe.keys.of(sql))),
    malware: new PgMalware(sql, async (letterId) => quarantineSeal(await safe.keys.of(sql), letterId)),
    compliance: new PgCompliance(sql),
    sending: new PgSending(sql),
    quota: new PgQuotaDesk(sql),
    replies: new PgReplies(sql),
  };
}
