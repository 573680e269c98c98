import type { TenantContext } from '@cachet/mss-core';
import { type Database, PgJournal, type TenantSql } from '@cachet/schema';
import { openSubject } from '../keys/trace-subjects.js';
import type { MailSafe } from '../mail-safe.js';
import { StoreDamaged } from '../store-faults.js';

/** Which traces somebody asks for, and why. */
export interface TraceQuestion {
  readonly balId: string;
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  /** Who reads them, and the entry of the register that says why. */
  readonly reader: string;
  readonly reason: string;
}

export interface ConsultedTrace {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly outcome: string;
  readonly actor: unknown;
  readonly means: string;
  readonly remoteAddress: string | null;
  readonly correlationId: string;
  readonly messageId: string | null;
  readonly facts: unknown;
  /** Of the message sent or received; null when it had none or the act was another. */
  readonly subject: string | null;
  /** A subject lies there that does not open. */
  readonly isDamaged: boolean;
}

interface TraceRow extends Omit<ConsultedTrace, 'subject' | 'isDamaged'> {
  readonly sealed: Buffer | null;
}

const BATCH = 500;
const COLUMNS = `id, at, kind, outcome, actor, means, remote_address as "remoteAddress", correlation_id as "correlationId",
  message_id as "messageId", facts, sealed_subject as sealed`;

/**
 * The traces of one BAL with the subjects of its messages, oldest first. That they were consulted, by whom and why is traced, and committed,
 * before the first is shown.
 */
// EX_GDT_5010: shown for an incident, a dispute or an authority, and for each time somebody answers for it.
export async function* consultTraces(
  database: Pick<Database, 'withTenant'>,
  safe: MailSafe,
  context: TenantContext,
  { balId, from, to, reader, reason }: TraceQuestion,
): AsyncGenerator<ConsultedTrace> {
  const facts = { from: from.toISOString(), to: to.toISOString(), reader, reason };
  await database.withTenant(context, (sql) =>
    new PgJournal(sql).record([{ kind: 'trace.consulted', outcome: 'ok', balId, facts }]),
  );
  for (let after: Pick<TraceRow, 'at' | 'id'> = { at: from, id: FIRST }; ; ) {
    const traces = await database.withTenant(context, (sql) => opened(sql, safe, { balId, after, to }));
    yield* traces;
    const last = traces.at(-1);
    if (!last || traces.length < BATCH) return;
    after = last;
  }
}

async function opened(
  sql: TenantSql,
  safe: MailSafe,
  { balId, after, to }: { balId: string; after: Pick<TraceRow, 'at' | 'id'>; to: Date },
): Promise<readonly ConsultedTrace[]> {
  const rows = await sql.query<TraceRow>(
    `select ${COLUMNS} from trace_event
      where bal_id = $1 and (at, id) > ($2, $3::uuid) and at < $4 order by at, id limit $5`,
    [balId, after.at, after.id, to, BATCH],
  );
  if (rows.every(({ sealed }) => !sealed?.length))
    return rows.map(({ sealed: _, ...trace }) => ({ ...trace, subject: null, isDamaged: false }));
  const keys = await safe.keys.of(sql);
  return rows.map(({ sealed, ...trace }) => {
    try {
      const subject = sealed?.length ? openSubject(keys, trace.id, sealed) : null;
      return { ...trace, subject, isDamaged: false };
    } catch (fault) {
      if (!(fault instanceof StoreDamaged)) throw fault;
      return { ...trace, subject: null, isDamaged: true };
    }
  });
}

const FIRST = '00000000-0000-0000-0000-000000000000';
