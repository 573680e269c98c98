import {
  confirmSecours,
  done,
  enrolSecours,
  managesSecours,
  type Outcome,
  parseIdNat,
  parseTenantId,
  proofOf,
  refused,
  revokeSecours,
  type SecoursManagerDesk,
  type TenantId,
  turnSecours,
} from '@cachet/mss-core';
import { Entities, PgJournal, PgRoles, PgSecours, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import { holderOf } from '../context/caller.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { SecoursAccessType, SecoursEnrolmentType, SecoursPolicyType } from '../types/secours.js';

/** How people come in when Pro Santé Connect is out: what each enrols for themselves, and what managers decide. */
export class SecoursDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** The caller's own, in each structure that opened it; none for a partner, nor for whom the provider of their structure let in. */
  async mine(): Promise<readonly SecoursAccessType[]> {
    const { caller } = this.tenants;
    if (caller.kind === 'partner' || proofOf(holderOf(caller)) === 'structure') return [];
    const all = await Promise.all((await this.tenants.list()).map((tenantId) => this.#access(tenantId)));
    return all.filter(({ isOn, enrolledAt }) => isOn || enrolledAt !== null);
  }

  /** Refuses notFound, forbidden, secoursOff, secoursUnavailable. */
  async enrol(structureId: string): Promise<Outcome<SecoursEnrolmentType>> {
    const { vault, publicly } = this.container;
    return this.#mine(structureId, (sql) =>
      enrolSecours(sql.context, deskOf(sql), vault, publicly.operatorName),
    );
  }

  /** Refuses notFound, forbidden, secoursOff, secoursUnavailable, secoursCodeWrong. */
  async confirm(structureId: string, code: string): Promise<Outcome<SecoursAccessType>> {
    const { vault, wallClock } = this.container;
    const confirmed = await this.#mine(structureId, (sql) =>
      confirmSecours(sql.context, deskOf(sql), vault, { code, now: wallClock() }),
    );
    return confirmed.ok ? this.#accessTo(structureId) : confirmed;
  }

  /** Refuses notFound. */
  async revoke(structureId: string): Promise<Outcome<SecoursAccessType>> {
    const revoked = await this.#mine(structureId, (sql) => {
      const { actor } = sql.context;
      return actor.kind === 'person'
        ? revokeSecours(sql.context, deskOf(sql), actor.idNat)
        : Promise.resolve(refused('forbidden'));
    });
    return revoked.ok ? this.#accessTo(structureId) : revoked;
  }

  async policy(structureId: string): Promise<SecoursPolicyType> {
    const tenantId = spoken(await this.structures.allowed(structureId, 'summary'));
    return this.#in(tenantId, (sql) => this.#policyOf(sql));
  }

  /** Refuses notFound, forbidden, secoursUnavailable. */
  turn(structureId: string, on: boolean): Promise<Outcome<SecoursPolicyType>> {
    const { vault } = this.container;
    return this.#managed(structureId, (sql) => turnSecours(sql.context, deskOf(sql), vault, on));
  }

  /** Refuses notFound, forbidden. */
  async revokeOf(structureId: string, typed: string): Promise<Outcome<SecoursPolicyType>> {
    const idNat = parseIdNat(typed);
    return this.#managed(structureId, async (sql) => {
      if (!(await managesSecours(sql.context.actor, new PgRoles(sql)))) return refused('forbidden');
      return idNat ? revokeSecours(sql.context, deskOf(sql), idNat) : refused('notFound');
    });
  }

  async #managed(
    structureId: string,
    act: (sql: TenantSql) => Promise<Outcome<void>>,
  ): Promise<Outcome<SecoursPolicyType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    return this.#in(allowed.value, async (sql) => {
      const acted = await act(sql);
      return acted.ok ? done(await this.#policyOf(sql)) : acted;
    });
  }

  async #policyOf(sql: TenantSql): Promise<SecoursPolicyType> {
    const secours = new PgSecours(sql);
    const mayManage = await managesSecours(sql.context.actor, new PgRoles(sql));
    return {
      isOn: await secours.isOn(),
      isAvailable: this.container.vault !== null,
      mayManage,
      holders: mayManage ? await secours.holders() : [],
    };
  }

  /** An act of the caller for themselves, in a structure where they have something. */
  async #mine<T>(structureId: string, act: (sql: TenantSql) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const tenantId = await this.#tenantOfMine(structureId);
    return tenantId ? this.#in(tenantId, act) : refused('notFound');
  }

  async #accessTo(structureId: string): Promise<Outcome<SecoursAccessType>> {
    const tenantId = await this.#tenantOfMine(structureId);
    return tenantId ? done(await this.#access(tenantId)) : refused('notFound');
  }

  async #tenantOfMine(structureId: string): Promise<TenantId | null> {
    const tenantId = parseTenantId(structureId);
    return tenantId && (await this.tenants.list()).includes(tenantId) ? tenantId : null;
  }

  async #access(tenantId: TenantId): Promise<SecoursAccessType> {
    const { caller } = this.tenants;
    const tenant = await this.container.database.em(tenantId).findOne(Entities.Tenant, { tenantId });
    return this.#in(tenantId, async (sql) => {
      const secours = new PgSecours(sql);
      const enrolledAt = caller.kind === 'person' ? await secours.enrolledAt(caller.idNat) : null;
      return {
        structureId: tenantId,
        structureName: tenant?.name ?? '',
        isOn: await secours.isOn(),
        enrolledAt,
      };
    });
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}

function deskOf(sql: TenantSql): SecoursManagerDesk {
  return { secours: new PgSecours(sql), journal: new PgJournal(sql), roles: new PgRoles(sql) };
}
