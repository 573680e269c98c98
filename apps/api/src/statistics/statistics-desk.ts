import { fileOfDomain } from '@cachet/mailstore';
import {
  boundsOf,
  type CountedMonth,
  done,
  MOST_MONTHS_ASKED,
  monthOf,
  monthsFrom,
  type Outcome,
  parseMonth,
  parseUuid,
  readFileName,
  redepositStatistics,
  refused,
  type StatisticsMonth,
  type TenantId,
} from '@cachet/mss-core';
import { type DepositPlace, PgOwnDeposits, PgStatisticsMonths, PgTenantRegister } from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, readPageBy, textOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { PageArguments } from '../types/page.js';
import type {
  IndicatorsType,
  StatisticsDepositConnection,
  StatisticsDepositType,
} from '../types/statistics.js';
import { showDeposit, showMonth } from './show-statistics.js';

/** A file of statistics as it is read. */
export interface StatisticsDownload {
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
}

/** The statistics of a structure, what the ANS says of them, and its indicators. */
export class StatisticsDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** Of the structure’s domains, the last month first. @throws GraphQLError notFound, scopeMissing, inputInvalid, oneDirectionNeeded. */
  async deposits(structureId: string, page: PageArguments): Promise<StatisticsDepositConnection> {
    const request = spoken(readPageBy(page, placeIn));
    const tenantId = spoken(await this.structures.allowed(structureId, 'compliance'));
    const found = await new PgOwnDeposits(this.#reading(tenantId)).page(request);
    return connectionOf(
      found,
      (deposit) => this.#show(deposit),
      ({ month, domain }) => `${month} ${domain}`,
    );
  }

  /** Refuses notFound, forbidden, scopeMissing, statisticsNotRefused. */
  // EX_SSU_5820
  async redeposit(structureId: string, depositId: string): Promise<Outcome<StatisticsDepositType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const context = this.tenants.contextOf(allowed.value);
    const asked = await this.container.database.withTenant(context, (sql) =>
      redepositStatistics(context, new PgOwnDeposits(sql), parseUuid(depositId)),
    );
    return asked.ok ? done(this.#show(asked.value)) : asked;
  }

  /** Refuses notFound, scopeMissing, inputInvalid naming the argument. */
  // EX_PSU_5010
  async indicators(structureId: string, from: string, to: string): Promise<Outcome<IndicatorsType>> {
    const allowed = await this.structures.allowed(structureId, 'deliveries');
    if (!allowed.ok) return allowed;
    const [first, last] = [parseMonth(from), parseMonth(to)];
    if (!first) return refused('inputInvalid', { field: 'from' });
    const present = monthOf(this.tenants.act.at);
    if (!last || last < first) return refused('inputInvalid', { field: 'to' });
    const months = monthsFrom(first, last < present ? last : present);
    if (months.length > MOST_MONTHS_ASKED) return refused('inputInvalid', { field: 'from' });
    return done({ months: (await this.#counted(allowed.value, months, present)).map(showMonth) });
  }

  /**
   * The lines of the structure alone, even of a domain that others share; what was deposited has those of all. Refuses notFound, scopeMissing,
   * domainNotOfTenant.
   */
  async file(structureId: string, name: string): Promise<Outcome<StatisticsDownload>> {
    const allowed = await this.structures.allowed(structureId, 'deliveries');
    if (!allowed.ok) return allowed;
    const asked = readFileName(name);
    const month = asked && parseMonth(asked.month);
    if (!asked || !month) return refused('notFound');
    const { file, domain } = asked;
    const tenantId = allowed.value;
    if (!(await new PgTenantRegister(this.#reading(tenantId)).hasDomain(domain)))
      return refused('domainNotOfTenant', { domain });
    const scope = { month, domain, tenants: [tenantId] };
    const bytes = fileOfDomain(this.container.database, this.tenants.contextOf(tenantId), file, scope);
    return done({ name, bytes });
  }

  /** A month that is over is counted once, whoever asks first; the present one at each look. */
  async #counted(
    tenantId: TenantId,
    months: readonly StatisticsMonth[],
    present: StatisticsMonth,
  ): Promise<readonly CountedMonth[]> {
    const counts = new PgStatisticsMonths(this.#reading(tenantId));
    const kept = await counts.kept(months);
    const counted: CountedMonth[] = [];
    for (const month of months) {
      const figures = kept.get(month) ?? (await counts.count(boundsOf(month)));
      counted.push({ ...figures, month, isWhole: month < present });
    }
    return counted;
  }

  #show(deposit: Parameters<typeof showDeposit>[0]): StatisticsDepositType {
    return showDeposit(deposit, this.tenants.act.at);
  }

  #reading(tenantId: TenantId) {
    return this.container.database.reading(this.tenants.contextOf(tenantId));
  }
}

/** Null for a cursor that we did not give. */
function placeIn(cursor: string): DepositPlace | null {
  const [, month, domain] = /^(\d{4}-\d\d) ([a-z0-9.-]{1,253})$/.exec(textOf(cursor, 400)) ?? [];
  return month && domain ? { month, domain } : null;
}
