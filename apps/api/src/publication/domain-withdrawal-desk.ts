import {
  declareWithdrawal,
  done,
  maySeeHeldFeeds,
  mayWithdrawDomain,
  type Outcome,
  refused,
  type TenantId,
} from '@cachet/mss-core';
import { PgFeedShelf, PgJournal, PgRouting, PgTenantRegister } from '@cachet/schema';
import type { Container } from '../container.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { DomainWithdrawalDeclarationType, DomainWithdrawalType } from '../types/domain-withdrawal.js';
import { withdrawalPage } from './withdrawal-page.js';

/** Domains that leave the trust space, for who is in charge at the operator. */
// EX_GBM_6020
export class DomainWithdrawalDesk {
  readonly #shelf: PgFeedShelf;

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {
    this.#shelf = new PgFeedShelf(container.database);
  }

  /** @throws GraphQLError forbidden. */
  async list(): Promise<readonly DomainWithdrawalType[]> {
    spoken(await this.#atOperator(maySeeHeldFeeds));
    return this.#shelf.withdrawals();
  }

  /** Empties a domain at the Annuaire before it leaves the liste blanche, or keeps it after all. Refuses forbidden, notFound, changedMeanwhile. */
  async withdraw(typed: string, isWanted: boolean): Promise<Outcome<DomainWithdrawalType>> {
    const operator = await this.#inCharge();
    if (!operator.ok) return operator;
    const domain = domainTyped(typed);
    if ((await this.#shelf.tenantsOf(domain)).length === 0) return refused('notFound');
    const before = await this.#one(domain);
    const isChanged = isWanted
      ? await this.#shelf.withdraw(this.tenants.act, domain, this.#signature())
      : await this.#shelf.keep(domain);
    if (!isChanged) return refused('changedMeanwhile');
    await this.#trace(operator.value, isWanted ? 'domain.withdrawn' : 'domain.kept', { domain });
    const shown = (await this.#one(domain)) ?? before;
    return shown ? done(shown) : refused('notFound');
  }

  /** Annexe 1 filled in, to be printed and signed. Refuses forbidden, notFound, domainNotEmptied. */
  async declaration(typed: string): Promise<Outcome<DomainWithdrawalDeclarationType>> {
    const operator = await this.#inCharge();
    if (!operator.ok) return operator;
    const domain = domainTyped(typed);
    const emptied = await this.#shelf.emptied(domain);
    if (!emptied) return refused('notFound');
    const declared = declareWithdrawal(emptied, {
      operator: await this.#operatorItself(operator.value),
      certificates: this.container.letters.listeBlanche()?.dnsOf(domain) ?? [],
      madeAt: this.tenants.act.at,
    });
    if (!declared.ok) return declared;
    const { certificates, feed } = declared.value;
    return done({
      ...{ domain, certificates: [...certificates], ...feed },
      ...{
        fileName: `annexe-1-retrait-${domain}.html`,
        url: `/domains/${encodeURIComponent(domain)}/annexe-1.html`,
      },
      html: withdrawalPage(declared.value),
    });
  }

  async #operatorItself(tenantId: TenantId) {
    const sql = this.container.database.reading(this.tenants.contextOf(tenantId));
    const itself = await new PgTenantRegister(sql).itself();
    return { name: itself?.name ?? '', identifier: itself?.finess ?? null };
  }

  async #one(domain: string): Promise<DomainWithdrawalType | undefined> {
    return (await this.#shelf.withdrawals()).find((each) => each.domain === domain);
  }

  /** The operator's tenant, for who is in charge there. */
  #inCharge(): Promise<Outcome<TenantId>> {
    return this.#atOperator(mayWithdrawDomain);
  }

  /** The operator's tenant, for whom that lets. */
  async #atOperator(rule: typeof mayWithdrawDomain): Promise<Outcome<TenantId>> {
    const operator = await new PgRouting(this.container.database).operatorTenant();
    const isTheirs = operator !== null && (await this.tenants.list()).includes(operator);
    const may = rule(isTheirs ? await this.structures.viewer(operator) : null);
    if (!may.ok) return may;
    return operator ? done(operator) : refused('forbidden');
  }

  #trace(
    tenantId: TenantId,
    kind: 'domain.withdrawn' | 'domain.kept',
    facts: Record<string, string>,
  ): Promise<void> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), (sql) =>
      new PgJournal(sql).record([{ kind, outcome: 'ok', facts }]),
    );
  }

  #signature() {
    const { actor, at } = this.tenants.act;
    return { at, by: actor.kind === 'person' ? actor.idNat : actor.kind };
  }
}

function domainTyped(typed: string): string {
  return typed.trim().toLowerCase();
}
