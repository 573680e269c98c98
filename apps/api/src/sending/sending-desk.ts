import {
  authoriseStructure,
  done,
  mayAdminister,
  type Outcome,
  ordinaryLimits,
  parseUuid,
  refused,
  type SendingLimits,
  type StructureAccess,
  setSendingLimits,
  type TenantId,
  withdrawStructure,
  withinAnHour,
} from '@cachet/mss-core';
import {
  type AttachedBal,
  administrationDesk,
  PgApplicativeBals,
  PgRoles,
  PgSending,
  type TenantSql,
} from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, momentOf, readPage } from '../reads/page.js';
import { showBal } from '../reads/show-bal.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { PageArguments } from '../types/page.js';
import type {
  ApplicativeBalConnection,
  ApplicativeBalType,
  SendingLimitsType,
  SendingUseType,
} from '../types/sending.js';

const BUSIEST = 10;

/** How a structure is protected against what would send in its name: how much may leave, and whose certificates open its software's BAL. */
export class SendingDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  async limits(structureId: string): Promise<SendingLimitsType> {
    const tenantId = await this.#granted(structureId);
    return showLimits(await this.#in(tenantId, (sql) => new PgSending(sql).limits()));
  }

  async use(structureId: string): Promise<SendingUseType> {
    const tenantId = await this.#granted(structureId);
    const { at } = this.tenants.act;
    const found = await this.#in(tenantId, (sql) => new PgSending(sql).use());
    const sent = found.map(({ bal, count }) => ({ bal: showBal(bal), recipients: withinAnHour(count, at) }));
    const busiest = sent.sort((a, b) => b.recipients - a.recipients).slice(0, BUSIEST);
    return {
      recipients: Math.round(sent.reduce((sum, { recipients }) => sum + recipients, 0)),
      busiest: busiest.map(({ bal, recipients }) => ({ bal, recipients: Math.round(recipients) })),
    };
  }

  async applicativeBals(structureId: string, page: PageArguments): Promise<ApplicativeBalConnection> {
    const request = spoken(readPage(page));
    const tenantId = await this.#granted(structureId);
    const found = await this.#in(tenantId, (sql) => new PgApplicativeBals(sql).page(request));
    return connectionOf(found, showApplicative, ({ bal, createdAt }) => momentOf(createdAt, bal.id));
  }

  /** Whether the caller may change the limits and the structures. */
  async mayManage(structureId: string): Promise<boolean> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return false;
    return this.#in(allowed.value, (sql) => mayAdminister(sql.context.actor, new PgRoles(sql)));
  }

  /** Refuses notFound, forbidden, inputInvalid. */
  async setLimits(structureId: string, limits: SendingLimits): Promise<Outcome<SendingLimitsType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    return this.#in(allowed.value, async (sql) => {
      const set = await setSendingLimits(sql.context, administrationDesk(sql), limits);
      return set.ok ? done(showLimits(limits)) : set;
    });
  }

  /** Refuses notFound, forbidden, inputInvalid, limitReached. */
  authorise(structureId: string, access: StructureAccess): Promise<Outcome<ApplicativeBalType>> {
    return this.#change(structureId, access, authoriseStructure);
  }

  /** Refuses notFound, forbidden, inputInvalid. */
  withdraw(structureId: string, access: StructureAccess): Promise<Outcome<ApplicativeBalType>> {
    return this.#change(structureId, access, withdrawStructure);
  }

  async #change(
    structureId: string,
    access: StructureAccess,
    change: typeof authoriseStructure,
  ): Promise<Outcome<ApplicativeBalType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const balId = parseUuid(access.balId);
    if (!balId) return refused('notFound');
    return this.#in(allowed.value, async (sql) => {
      const changed = await change(sql.context, administrationDesk(sql), { ...access, balId });
      if (!changed.ok) return changed;
      const bal = await new PgApplicativeBals(sql).byId(balId);
      return bal ? done(showApplicative(bal)) : refused('notFound');
    });
  }

  async #granted(structureId: string): Promise<TenantId> {
    return spoken(await this.structures.allowed(structureId, 'sending'));
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}

function showLimits(chosen: SendingLimits | null): SendingLimitsType {
  const { perBal, perTenant } = chosen ?? ordinaryLimits({ kind: 'personal' });
  const { perBal: perApplicativeBal } = chosen ?? ordinaryLimits({ kind: 'applicative' });
  return { areChosen: chosen !== null, perBal, perApplicativeBal, perStructure: perTenant };
}

function showApplicative({ bal, structures }: AttachedBal): ApplicativeBalType {
  return { bal: showBal(bal), structures };
}
