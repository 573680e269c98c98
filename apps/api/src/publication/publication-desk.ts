import {
  buildFeed,
  controlAll,
  declareBal,
  domainOf,
  done,
  type FeedWorld,
  type LeftOutReason,
  NO_FACTS,
  NOS,
  needScope,
  type Outcome,
  type OwnBal,
  refused,
  type TenantId,
} from '@cachet/mss-core';
import { PgOwnBals, PgTenantRegister } from '@cachet/schema';
import DataLoader from 'dataloader';
import type { LocatedAdministeredBal } from '../bals/show-administered-bal.js';
import type { Container } from '../container.js';
import { connectionOf, pageWithin, readPageBy, textOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { PageArguments } from '../types/page.js';
import type { BalPublicationType, PublicationFindingConnection } from '../types/publication.js';
import { showExclusion, showFeed, showFinding, type WholePreview } from './show-publication.js';

/** What a structure would declare to the Annuaire Santé, judged before it is sent. */
export class PublicationDesk {
  readonly #bals = new DataLoader<LocatedAdministeredBal, BalPublicationType, string>(
    (bals) => this.#judge(bals),
    { cache: false },
  );

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** Of a BAL that the caller was shown already, as it is now. */
  ofBal(bal: LocatedAdministeredBal): Promise<BalPublicationType> {
    return this.#bals.load(bal);
  }

  /** Nothing is sent. Refuses notFound, scopeMissing, domainNotOfTenant. */
  async preview(structureId: string, typed: string): Promise<Outcome<WholePreview>> {
    const allowed = await this.#seen(structureId);
    if (!allowed.ok) return allowed;
    const domain = typed.trim().toLowerCase();
    return this.container.database.withTenant(this.tenants.contextOf(allowed.value), async (sql) => {
      if (!(await new PgTenantRegister(sql).hasDomain(domain)))
        return refused('domainNotOfTenant', { domain });
      return done(showFeed(buildFeed(domain, await new PgOwnBals(sql).onDomain(domain), this.#world())));
    });
  }

  /** @throws GraphQLError oneDirectionNeeded, inputInvalid. */
  findings({ findingsInOrder }: WholePreview, page: PageArguments): PublicationFindingConnection {
    const found = pageWithin(findingsInOrder, spoken(readPageBy(page, placeIn)));
    return connectionOf(
      found,
      ({ item }) => item,
      ({ index }) => String(index),
    );
  }

  async #judge(bals: readonly LocatedAdministeredBal[]): Promise<BalPublicationType[]> {
    const byTenant = [...Map.groupBy(bals, ({ tenantId }) => tenantId)];
    const read = await Promise.all(
      byTenant.map(([tenantId, group]) =>
        this.container.database.withTenant(this.tenants.contextOf(tenantId), (sql) =>
          new PgOwnBals(sql).among(group.map(({ bal }) => bal.id)),
        ),
      ),
    );
    const own = new Map(read.flat().map((bal) => [bal.id, bal]));
    return bals.map(({ bal }) => this.#judgeOne(own.get(bal.id)));
  }

  #judgeOne(bal: OwnBal | undefined): BalPublicationType {
    if (!bal) return leftOut('notOpen');
    const declared = declareBal(bal);
    if (declared.kind === 'leftOut') return leftOut(declared.reason);
    const { declaration } = declared;
    const domain = domainOf(bal.address);
    const broken = controlAll(declaration, { ...this.#world(), domain, timesDeclared: () => 1 });
    const findings = broken.map((rule) => showFinding(rule, declaration.adresseBal));
    return { exclusion: null, isOnListeRouge: bal.isOnListeRouge, findings };
  }

  /** Neither a copy of the Annuaire nor the liste blanche is asked: what they would tell is left to them. */
  #world(): FeedWorld {
    return { isListed: null, facts: NO_FACTS, nomenclatures: NOS, at: this.tenants.act.at };
  }

  // As whoever sees the BAL of the structure.
  async #seen(structureId: string): Promise<Outcome<TenantId>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    const { caller } = this.tenants;
    if (!allowed.ok || caller.kind === 'person') return allowed;
    const scope = needScope(caller.scopes, 'bal:read');
    return scope.ok ? allowed : scope;
  }
}

function leftOut(reason: LeftOutReason): BalPublicationType {
  return { exclusion: showExclusion(reason), isOnListeRouge: false, findings: [] };
}

/** Null for a cursor that we did not give. */
function placeIn(cursor: string): number | null {
  const text = textOf(cursor);
  return /^\d{1,7}$/.test(text) ? Number(text) : null;
}
