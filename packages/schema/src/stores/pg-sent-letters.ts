import { createHash } from 'node:crypto';
import {
  type DeliveryState,
  type KeptReport,
  type KeptStep,
  type LetterReport,
  type MssAddress,
  messageIds,
  type ReportKind,
  type SentLetters,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { readCause } from './step-causes.js';

/** A letter that left a BAL, on its way to one recipient. */
export interface LetterDelivery {
  readonly id: string;
  /** The message by which it was asked for: that of its deliveries, or the one its sender keeps. */
  readonly messageId: string;
  readonly recipient: MssAddress;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | null;
  readonly steps: readonly KeptStep[];
  readonly reports: readonly KeptReport[];
}

/** What left the BAL of one tenant, by the messages that its senders keep. */
export class PgSentLetters implements SentLetters {
  constructor(private readonly sql: TenantSql) {}

  async remember(letter: {
    readonly balId: string;
    readonly messageId: string;
    readonly copyId: string;
    readonly mailId: string | null;
  }): Promise<void> {
    const { tenantId, at } = this.sql.context;
    const { balId, messageId, copyId, mailId } = letter;
    await this.sql.query(
      `insert into sent_letter (tenant_id, message_id, bal_id, copy_id, mail_id_hash, sent_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [tenantId, messageId, balId, copyId, mailId && hashOf(mailId), at],
    );
  }

  async report(balId: string, reports: readonly LetterReport[]): Promise<void> {
    if (reports.length === 0) return;
    // Of two that say the same of one recipient, the first counts.
    await this.sql.query(
      `insert into delivery_report (tenant_id, delivery_id, kind, at, status)
       select distinct on (d.id, r.kind) d.tenant_id, d.id, r.kind, $2::timestamptz, r.status
         from unnest($3::text[], $4::text[], $5::text[], $6::text[]) r(kind, recipient, mail_id_hash, status)
         join sent_letter s on s.mail_id_hash = r.mail_id_hash and s.bal_id = $1
         join delivery d on d.tenant_id = s.tenant_id and d.message_id = s.message_id and d.bal_id = s.bal_id
          and d.direction = 'outbound' and lower(d.recipient) = lower(r.recipient)
       on conflict do nothing`,
      [
        balId,
        this.sql.context.at,
        reports.map(({ kind }) => kind),
        reports.map(({ recipient }) => recipient),
        reports.map(({ mailId }) => hashOf(mailId)),
        reports.map(({ status }) => status),
      ],
    );
  }

  /** What became of these messages of a BAL, in the order of recipients; those that never left it have none. */
  async deliveriesOf(balId: string, messageIds: readonly string[]): Promise<readonly LetterDelivery[]> {
    const rows = await this.sql.query<DeliveryRow>(
      `select asked.id as asked_id, d.id, d.recipient, d.created_at, d.next_attempt_at
         from unnest($2::uuid[]) asked(id)
        cross join lateral (
          select asked.id as message_id
           union select s.message_id from sent_letter s where s.copy_id = asked.id and s.bal_id = $1) m
         join delivery d on d.message_id = m.message_id and d.bal_id = $1 and d.direction = 'outbound'
        order by d.recipient, d.id`,
      [balId, messageIds],
    );
    const ids = rows.map(({ id }) => id);
    const [steps, reports] = await Promise.all([this.#steps(ids), this.#reports(ids)]);
    return rows.map(({ asked_id, id, recipient, created_at, next_attempt_at }) => ({
      ...{ id, recipient, messageId: asked_id, createdAt: created_at, nextAttemptAt: next_attempt_at },
      steps: steps.get(id) ?? [],
      reports: reports.get(id) ?? [],
    }));
  }

  async #steps(ids: readonly string[]): Promise<ReadonlyMap<string, readonly KeptStep[]>> {
    const rows = await this.sql.query<StepRow>(
      `select delivery_id, at, state, code, text, remote_host, cause from delivery_event
        where delivery_id = any($1::uuid[]) order by at, id`,
      [ids],
    );
    const steps = Map.groupBy(rows, ({ delivery_id }) => delivery_id);
    return new Map([...steps].map(([id, of]) => [id, of.map(stepOf)]));
  }

  async #reports(ids: readonly string[]): Promise<ReadonlyMap<string, readonly KeptReport[]>> {
    const rows = await this.sql.query<{ delivery_id: string; kind: ReportKind; at: Date }>(
      'select delivery_id, kind, at from delivery_report where delivery_id = any($1::uuid[]) order by at, kind',
      [ids],
    );
    return Map.groupBy(rows, ({ delivery_id }) => delivery_id);
  }
}

interface DeliveryRow {
  asked_id: string;
  id: string;
  recipient: MssAddress;
  created_at: Date;
  next_attempt_at: Date | null;
}

interface StepRow {
  delivery_id: string;
  at: Date;
  state: DeliveryState;
  code: number | null;
  text: string | null;
  remote_host: string | null;
  cause: string | null;
}

function stepOf({ at, state, code, text, remote_host, cause }: StepRow): KeptStep {
  return { at, state, code, text, remoteHost: remote_host, ...readCause(cause) };
}

/** A Message-ID may be of any length, and is written in several ways. */
function hashOf(mailId: string): string {
  return createHash('sha256')
    .update(messageIds(mailId)[0] ?? mailId.trim())
    .digest('hex');
}
