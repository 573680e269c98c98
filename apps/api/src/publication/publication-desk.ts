import {
  buildFeed,
  changeSettings,
  controlAll,
  type DirectoryFacts,
  type DirectorySettings,
  declareBal,
  domainOf,
  done,
  type FeedWorld,
  fingerprintOf,
  NO_SETTINGS,
  NOS,
  namedBy,
  needScope,
  type Outcome,
  type OwnBal,
  parseUuid,
  refused,
  type SettingsChange,
  type TenantId,
} from '@cachet/mss-core';
import {
  administrationDesk,
  type KeptAnomaly,
  type KeptBalRecord,
  PgDirectoryFacts,
  PgDirectorySettings,
  PgFeedShelf,
  PgOwnBals,
  PgPublications,
  PgTenantRegister,
  PgUnopenedBals,
} from '@cachet/schema';
import DataLoader from 'dataloader';
import type { LocatedAdministeredBal } from '../bals/show-administered-bal.js';
import type { Container } from '../container.js';
import { connectionOf, pageWithin, readPageBy, textOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { BalPublicationInput } from '../types/bal-publication-input.js';
import type { PageArguments } from '../types/page.js';
import {
  type BalDirectorySettingsType,
  BalPublicationStateName,
  type BalPublicationType,
  type ListeRougeCauseName,
  type PublicationFindingConnection,
} from '../types/publication.js';
import { showAnomaly } from './publication-history-desk.js';
import {
  showDeclaration,
  showExclusion,
  showFeed,
  showFinding,
  showListeRougeCause,
  showWithdrawn,
  type UntoldReason,
  type WholePreview,
} from './show-publication.js';

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
    const isWithdrawn = (await this.#withdrawn()).has(domain);
    return this.container.database.withTenant(this.tenants.contextOf(allowed.value), async (sql) => {
      if (!(await new PgTenantRegister(sql).hasDomain(domain)))
        return refused('domainNotOfTenant', { domain });
      const bals = await new PgOwnBals(sql).onDomain(domain);
      if (isWithdrawn) return done(showWithdrawn(domain, bals.length));
      return done(showFeed(buildFeed(domain, bals, this.#world(domain, await this.#facts(bals)))));
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

  /** Changes what the Annuaire is told of a BAL besides what it is. Refuses notFound, forbidden, scopeMissing, changedMeanwhile, inputInvalid. */
  async changeSettings(
    structureId: string,
    balId: string,
    version: number,
    input: BalPublicationInput,
  ): Promise<Outcome<BalDirectorySettingsType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const id = parseUuid(balId);
    if (!id) return refused('notFound');
    return this.container.database.withTenant(this.tenants.contextOf(allowed.value), (sql) => {
      const desk = { ...administrationDesk(sql), settings: new PgDirectorySettings(sql) };
      return changeSettings(sql.context, desk, { balId: id, version, change: changeOf(input) });
    });
  }

  async #judge(bals: readonly LocatedAdministeredBal[]): Promise<BalPublicationType[]> {
    const byTenant = [...Map.groupBy(bals, ({ tenantId }) => tenantId)];
    const read = await Promise.all(
      byTenant.map(([tenantId, group]) =>
        this.#read(
          tenantId,
          group.map(({ bal }) => bal.id),
        ),
      ),
    );
    const known = new Map(read.flat().map((each) => [each.balId, each]));
    const withdrawn = await this.#withdrawn();
    return bals.map(({ bal }) => this.#judgeOne(known.get(bal.id), withdrawn));
  }

  async #read(tenantId: TenantId, balIds: readonly string[]): Promise<readonly KnownBal[]> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), async (sql) => {
      const publications = new PgPublications(sql);
      const own = new Map((await new PgOwnBals(sql).among(balIds)).map((bal) => [bal.id, bal]));
      const facts = await this.#facts([...own.values()]);
      const settings = await new PgDirectorySettings(sql).among(balIds);
      const records = new Map((await publications.recordsOf(balIds)).map((each) => [each.balId, each]));
      const told = await new PgUnopenedBals(sql).toldOf(balIds);
      const anomalies = Map.groupBy(await publications.openAnomaliesOf(balIds), (each) => each.balId);
      return balIds.map((balId) => ({
        ...{ balId, facts, bal: own.get(balId) ?? null, record: records.get(balId) ?? null },
        unpublishedFrom: told.get(balId) ?? null,
        ...{ anomalies: anomalies.get(balId) ?? [], settings: settings.get(balId) ?? NO_SETTINGS },
      }));
    });
  }

  /** Domains of which nothing is declared any more. */
  // EX_GBM_6020
  async #withdrawn(): Promise<ReadonlySet<string>> {
    const withdrawals = await new PgFeedShelf(this.container.database).withdrawals();
    return new Set(withdrawals.map(({ domain }) => domain));
  }

  #judgeOne(known: KnownBal | undefined, withdrawn: ReadonlySet<string>): BalPublicationType {
    if (!known?.bal) return notPublished('notOpen', known);
    if (withdrawn.has(domainOf(known.bal.address))) return notPublished('domainWithdrawn', known);
    const declared = declareBal(known.bal);
    if (declared.kind === 'leftOut') return notPublished(declared.reason, known);
    const { declaration } = declared;
    const domain = domainOf(known.bal.address);
    const broken = controlAll(declaration, {
      ...this.#world(domain, known.facts),
      domain,
      timesDeclared: () => 1,
    });
    const findings = broken.map((rule) =>
      showFinding(rule, { balId: known.balId, address: declaration.adresseBal }),
    );
    // Sent, it would have the whole message refused.
    if (broken.some(({ stage }) => stage === 'schema'))
      return { ...notPublished('keptBack', known), findings };
    return {
      ...{ exclusion: null, isOnListeRouge: known.bal.listeRouge.length > 0, findings },
      declaration: this.#mayNameHolders() ? showDeclaration(declaration) : null,
      ...{ state: stateOf(known, fingerprintOf(declaration)), declaredAt: known.record?.declaredAt ?? null },
      ...{ anomalies: known.anomalies.map(showAnomaly), settings: known.settings },
      listeRougeCauses: causesOf(known),
      unpublishedFrom: known.unpublishedFrom,
    };
  }

  /** A program hears who holds a BAL only by the scope that shows accesses. */
  #mayNameHolders(): boolean {
    const { caller } = this.tenants;
    return caller.kind === 'person' || needScope(caller.scopes, 'access:read').ok;
  }

  /** What the last identities that were loaded say of whom these BAL name. */
  #facts(bals: readonly OwnBal[]): Promise<DirectoryFacts> {
    return PgDirectoryFacts.about(this.container.database, namedBy(bals));
  }

  /** The list in force, and what is known of the Annuaire’s contents. */
  // RG_CTR_000
  #world(domain: string, facts: DirectoryFacts): FeedWorld {
    const list = this.container.letters.listeBlanche();
    const isListed = list ? list.hasDomain(domain) : null;
    return { isListed, facts, nomenclatures: NOS, at: this.tenants.act.at };
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

/** A BAL with all that tells how it stands. */
interface KnownBal {
  readonly balId: string;
  readonly facts: DirectoryFacts;
  readonly bal: OwnBal | null;
  readonly record: KeptBalRecord | null;
  readonly anomalies: readonly KeptAnomaly[];
  readonly settings: DirectorySettings;
  readonly unpublishedFrom: Date | null;
}

function stateOf({ record, anomalies }: KnownBal, print: string): BalPublicationStateName {
  if (!record || record.print !== print) return BalPublicationStateName.PENDING;
  if (record.reportedAt === null) return BalPublicationStateName.DECLARED;
  const isRejected = anomalies.some(({ severity }) => severity === 'blocking');
  return isRejected ? BalPublicationStateName.REJECTED : BalPublicationStateName.ACCEPTED;
}

function causesOf(known: KnownBal | undefined): readonly ListeRougeCauseName[] {
  return known?.bal?.listeRouge.map(showListeRougeCause) ?? [];
}

function notPublished(reason: UntoldReason, known: KnownBal | undefined): BalPublicationType {
  const isStillKnown = Boolean(known?.record);
  return {
    ...{ exclusion: showExclusion(reason), isOnListeRouge: false, findings: [] },
    listeRougeCauses: causesOf(known),
    unpublishedFrom: null,
    declaration: null,
    // What the Annuaire was told of it is taken back by the next feed.
    state: isStillKnown ? BalPublicationStateName.PENDING : BalPublicationStateName.NOT_PUBLISHED,
    declaredAt: known?.record?.declaredAt ?? null,
    ...{ anomalies: known?.anomalies.map(showAnomaly) ?? [], settings: known?.settings ?? NO_SETTINGS },
  };
}

/** What is left out stays; of a rank, 0 is none. */
function changeOf({ rank, isHidden, ...texts }: BalPublicationInput): SettingsChange {
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)),
    ...(rank === undefined || rank === null ? {} : { rank: rank === 0 ? null : rank }),
    ...(isHidden === undefined || isHidden === null ? {} : { isHidden }),
  };
}

/** Null for a cursor that we did not give. */
function placeIn(cursor: string): number | null {
  const text = textOf(cursor);
  return /^\d{1,7}$/.test(text) ? Number(text) : null;
}
