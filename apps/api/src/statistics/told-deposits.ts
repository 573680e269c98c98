import type {
  ActContext,
  ComplianceEvent,
  ComplianceEventKind,
  DepositNews,
  StatisticsDeposit,
  TenantId,
} from '@cachet/mss-core';
import {
  type Database,
  PgCompliance,
  PgJournal,
  PgStatisticsDeposits,
  type VisitTenant,
} from '@cachet/schema';

export type OperatorAct = ActContext & { readonly tenantId: TenantId };

interface Parts {
  readonly database: Database;
  /** Business time. */
  now(): Date;
  readonly logger: { error(facts: object, message: string): void };
}

/** Steps of deposits that structures are told of. */
export class ToldDeposits {
  constructor(private readonly parts: Parts) {}

  /**
   * Writes what became of a deposit, and tells of it in the same transaction, tried twice. Where one structure cannot be told it is written all
   * the same, for what the ANS answered must not be asked a second time, and each is told alone, as far as it goes: who is killed meanwhile
   * tells no more. False, and nobody told, when it is not written.
   */
  async writeAndTell(act: OperatorAct, deposit: StatisticsDeposit, step: DepositWord): Promise<boolean> {
    const concerned = await this.#concerned(act, deposit.domain);
    const together = () => this.#together(act, concerned, step);
    return together()
      .catch((fault: unknown) => {
        this.#logUntold(deposit, fault);
        return together();
      })
      .catch(async (fault: unknown) => {
        this.#logUntold(deposit, fault);
        if (!(await this.#deposits(step.write))) return false;
        for (const tenantId of concerned)
          await this.parts.database
            .withTenant({ ...act, at: this.parts.now(), tenantId }, (sql) =>
              step.tell(new PgJournal(sql), new PgCompliance(sql)),
            )
            .catch((untold: unknown) => this.#logUntold(deposit, untold));
        return true;
      });
  }

  #logUntold({ id, domain, month }: StatisticsDeposit, fault: unknown): void {
    const facts = { err: fault, depositId: id, domain, month };
    this.parts.logger.error(facts, 'what became of a deposit could not be told');
  }

  #together(
    act: OperatorAct,
    concerned: readonly TenantId[],
    { write, tell }: DepositWord,
  ): Promise<boolean> {
    const at = this.parts.now();
    const inOne = async (visit: VisitTenant) => {
      const written = await visit({ ...act, at }, (sql) => write(new PgStatisticsDeposits(sql)));
      if (written)
        for (const tenantId of concerned)
          await visit({ ...act, at, tenantId }, (sql) => tell(new PgJournal(sql), new PgCompliance(sql)));
      return written;
    };
    return this.parts.database.acrossTenants(inOne, 'first');
  }

  /** The operator’s own tenant, and those that have addresses on the domain. */
  async #concerned({ tenantId }: OperatorAct, domain: string): Promise<readonly TenantId[]> {
    const tenants = (await this.#deposits((deposits) => deposits.domains())).get(domain) ?? [];
    return [...new Set([tenantId, ...tenants])];
  }

  #deposits<T>(work: (deposits: PgStatisticsDeposits) => Promise<T>): Promise<T> {
    return this.parts.database.shared((sql) => work(new PgStatisticsDeposits(sql)));
  }
}

/** What is written of a deposit, false when it is no longer so; and what each structure is told of it. */
export interface DepositWord {
  write(deposits: PgStatisticsDeposits): Promise<boolean>;
  tell(journal: PgJournal, compliance: PgCompliance): Promise<void>;
}

export async function trace(
  journal: PgJournal,
  { id, month, domain, exchanges, bals, sipilId }: StatisticsDeposit,
): Promise<void> {
  const facts = { statisticsId: id, month, domain, exchanges, bals, sipilId };
  await journal.record([{ kind: 'statistics.deposited', outcome: 'ok', facts }]);
}

export async function raise(
  compliance: PgCompliance,
  { month, domain, fault, report }: StatisticsDeposit,
  news: Pick<ComplianceEvent, 'kind' | 'severity'>,
): Promise<void> {
  const refused = report?.files.filter(({ verdict }) => verdict === 'ko').length ?? 0;
  await compliance.raise([{ ...news, facts: { month, domain, fault, refusedFiles: refused } }]);
}

export const LATE = { kind: 'statistics.late', severity: 'critical' } as const;

export const NEWS: Readonly<
  Record<
    NonNullable<DepositNews>,
    { readonly kind: ComplianceEventKind; readonly severity: ComplianceEvent['severity'] }
  >
> = {
  accepted: { kind: 'statistics.accepted', severity: 'info' },
  refused: { kind: 'statistics.refused', severity: 'critical' },
  callAns: { kind: 'statistics.callAns', severity: 'critical' },
  notDeposited: { kind: 'statistics.notDeposited', severity: 'warning' },
};
