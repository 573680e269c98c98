import {
  decideCorrection,
  done,
  explainAnomaly,
  type FeedState,
  mayApproveFeed,
  maySeeHeldFeeds,
  mayWithdrawDomain,
  needScope,
  type Outcome,
  parseUuid,
  refused,
  type Scope,
  type TenantId,
} from '@cachet/mss-core';
import {
  administrationDesk,
  type KeptAnomaly,
  type KeptCorrection,
  type KeptDifference,
  type KeptPublication,
  PgCorrections,
  PgFeedShelf,
  PgJournal,
  PgPeople,
  PgPublications,
  PgRouting,
} from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, momentOf, pageWithin, readPage, readPageBy, textOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { HeldPublicationType } from '../types/held-publication.js';
import type { PageArguments } from '../types/page.js';
import type {
  PublicationAnomalyConnection,
  PublicationAnomalyFilter,
  PublicationAnomalyType,
} from '../types/publication-anomaly.js';
import {
  type PublicationCorrectionConnection,
  PublicationCorrectionState,
  type PublicationCorrectionType,
} from '../types/publication-correction.js';
import {
  type PublicationConnection,
  type PublicationDifferenceConnection,
  PublicationDifferenceKind,
  PublicationStateName,
  type PublicationType,
} from '../types/publication-history.js';

/** What was sent of a structure to the Annuaire Santé, what came back, and what people decide of it. */
export class PublicationHistoryDesk {
  readonly #shelf: PgFeedShelf;

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {
    this.#shelf = new PgFeedShelf(container.database);
  }

  async page(
    structureId: string,
    page: PageArguments,
    domain: string | null,
  ): Promise<PublicationConnection> {
    const request = spoken(readPage(page));
    const reads = this.#reads(spoken(await this.#seen(structureId)));
    const found = await reads.page(request, domain?.trim().toLowerCase() ?? null);
    return connectionOf(found, showPublication, ({ begunAt, id }) => momentOf(begunAt, id));
  }

  async one(structureId: string, publicationId: string): Promise<PublicationType | null> {
    const tenantId = spoken(await this.#seen(structureId));
    const id = parseUuid(publicationId);
    const found = id && (await this.#reads(tenantId).byId(id));
    return found ? showPublication(found) : null;
  }

  /** What a feed changed beside the one before it; beside another of its domain when one is named. */
  async differences(
    structureId: string,
    { publicationId, since }: { readonly publicationId: string; readonly since: string | null },
    page: PageArguments,
  ): Promise<PublicationDifferenceConnection> {
    const request = spoken(readPageBy(page, placeIn));
    const reads = this.#reads(spoken(await this.#seen(structureId)));
    const found = pageWithin(await differencesOf(reads, publicationId, since), request);
    return connectionOf(
      found,
      ({ item: { kind, ...difference } }) => ({ ...difference, kind: KINDS[kind] }),
      ({ index }) => String(index),
    );
  }

  async anomalies(
    structureId: string,
    page: PageArguments,
    filter: PublicationAnomalyFilter,
  ): Promise<PublicationAnomalyConnection> {
    const request = spoken(readPage(page));
    const reads = this.#reads(spoken(await this.#seen(structureId)));
    const { isBlocking = null, domain, code, withGone } = filter;
    const balId = filter.balId ? (parseUuid(filter.balId) ?? NOBODY) : null;
    const found = await reads.anomalies(request, {
      ...{ domain: domain?.trim().toLowerCase() ?? null, code: code ?? null, balId },
      severity: isBlocking === null ? null : isBlocking ? 'blocking' : 'warning',
      withGone: withGone ?? false,
    });
    return connectionOf(found, showAnomaly, ({ since, id }) => momentOf(since, id));
  }

  async corrections(
    structureId: string,
    page: PageArguments,
    wanted: { readonly state: PublicationCorrectionState | null; readonly balId: string | null },
  ): Promise<PublicationCorrectionConnection> {
    const request = spoken(readPage(page));
    const tenantId = spoken(await this.#seen(structureId, 'person:read'));
    const sql = this.container.database.reading(this.tenants.contextOf(tenantId));
    const balId = wanted.balId === null ? null : (parseUuid(wanted.balId) ?? NOBODY);
    const found = await new PgCorrections(sql).page(request, { state: wanted.state, balId });
    return connectionOf(found, showCorrection, ({ proposedAt, id }) => momentOf(proposedAt, id));
  }

  /** Refuses notFound, forbidden, scopeMissing, changedMeanwhile, identityTaken, inputInvalid. */
  async decide(
    structureId: string,
    correctionId: string,
    isAccepted: boolean,
  ): Promise<Outcome<PublicationCorrectionType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const id = parseUuid(correctionId);
    return this.container.database.withTenant(this.tenants.contextOf(allowed.value), async (sql) => {
      const corrections = new PgCorrections(sql);
      const people = new PgPeople(sql);
      const desk = {
        ...administrationDesk(sql),
        ...{ corrections, renumber: people.renumber.bind(people) },
      };
      const decided = await decideCorrection(sql.context, desk, { correctionId: id ?? NOBODY, isAccepted });
      if (!decided.ok) return decided;
      const kept = await corrections.hold(decided.value.id);
      return kept ? done(showCorrection(kept)) : refused('notFound');
    });
  }

  /** A yes to a feed that is held. Refuses notFound, forbidden, changedMeanwhile. */
  async approve(structureId: string, publicationId: string): Promise<Outcome<PublicationType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const tenantId = allowed.value;
    const id = parseUuid(publicationId);
    const found = id && (await this.#reads(tenantId).byId(id));
    if (!found) return refused('notFound');
    const operator = await new PgRouting(this.container.database).operatorTenant();
    const where = { tenants: await this.#shelf.tenantsOf(found.domain), operator };
    const may = mayApproveFeed(await this.structures.viewer(tenantId), tenantId, where);
    if (!may.ok) return may;
    return this.#approved(tenantId, found);
  }

  /** Feeds that wait for a yes, whichever structures they are of. @throws GraphQLError forbidden. */
  async held(): Promise<readonly HeldPublicationType[]> {
    const operator = await this.#operator();
    spoken(maySeeHeldFeeds(operator && (await this.structures.viewer(operator))));
    return this.#shelf.heldFeeds();
  }

  /**
   * A yes by who is in charge at the operator: to the removals that were shown, since a feed that removes others has another id. Refuses
   * forbidden, notFound, changedMeanwhile.
   */
  async approveHeld(publicationId: string): Promise<Outcome<HeldPublicationType>> {
    const operator = await this.#operator();
    const may = mayWithdrawDomain(operator && (await this.structures.viewer(operator)));
    if (!may.ok || !operator) return may.ok ? refused('forbidden') : may;
    const held = (await this.#shelf.heldFeeds()).find(({ id }) => id === publicationId.toLowerCase());
    if (!held) return refused(parseUuid(publicationId) ? 'changedMeanwhile' : 'notFound');
    if (!(await this.#shelf.approve(held.id, this.#signature()))) return refused('changedMeanwhile');
    await this.#trace(operator, 'publication.approved', { publicationId: held.id, domain: held.domain });
    return done({ ...held, isApproved: true });
  }

  async #approved(tenantId: TenantId, { id, domain }: KeptPublication): Promise<Outcome<PublicationType>> {
    if (!(await this.#shelf.approve(id, this.#signature()))) return refused('changedMeanwhile');
    await this.#trace(tenantId, 'publication.approved', { publicationId: id, domain });
    const shown = await this.#reads(tenantId).byId(id);
    return shown ? done(showPublication(shown)) : refused('notFound');
  }

  #trace(tenantId: TenantId, kind: 'publication.approved', facts: Record<string, string>): Promise<void> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), (sql) =>
      new PgJournal(sql).record([{ kind, outcome: 'ok', facts }]),
    );
  }

  async #operator(): Promise<TenantId | null> {
    const operator = await new PgRouting(this.container.database).operatorTenant();
    return operator && (await this.tenants.list()).includes(operator) ? operator : null;
  }

  #signature() {
    const { actor, at } = this.tenants.act;
    return { at, by: actor.kind === 'person' ? actor.idNat : actor.kind };
  }

  #reads(tenantId: TenantId): PgPublications {
    return new PgPublications(this.container.database.reading(this.tenants.contextOf(tenantId)));
  }

  // As whoever sees the BAL of the structure; a key hears of people only by the scope that shows them.
  async #seen(structureId: string, scope: Scope = 'bal:read'): Promise<Outcome<TenantId>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    const { caller } = this.tenants;
    if (!allowed.ok || caller.kind === 'person') return allowed;
    const held = needScope(caller.scopes, scope);
    return held.ok ? allowed : held;
  }
}

/** An id of nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

async function differencesOf(
  reads: PgPublications,
  publicationId: string,
  since: string | null,
): Promise<readonly KeptDifference[]> {
  const [laterId, earlierId] = [parseUuid(publicationId), since === null ? null : parseUuid(since)];
  const later = laterId && (await reads.byId(laterId));
  if (!later) return [];
  if (since === null) return reads.changesOf(later.id);
  const earlier = earlierId && (await reads.byId(earlierId));
  if (!earlier || earlier.domain !== later.domain) return [];
  return reads.between(later.domain, earlier, later);
}

const STATES: Record<FeedState, PublicationStateName> = {
  held: PublicationStateName.HELD,
  sending: PublicationStateName.SENDING,
  sent: PublicationStateName.SENT,
  reported: PublicationStateName.REPORTED,
  refused: PublicationStateName.REFUSED,
  missed: PublicationStateName.MISSED,
  unreported: PublicationStateName.UNREPORTED,
  lost: PublicationStateName.LOST,
};

const KINDS: Record<KeptDifference['kind'], PublicationDifferenceKind> = {
  created: PublicationDifferenceKind.CREATED,
  changed: PublicationDifferenceKind.CHANGED,
  removed: PublicationDifferenceKind.REMOVED,
};

function showPublication({ state, fault, ...kept }: KeptPublication): PublicationType {
  return {
    ...kept,
    state: STATES[state],
    ...{ faultCode: fault?.code ?? null, fault: fault?.fr ?? null, faultEn: fault?.en ?? null },
  };
}

export function showAnomaly({ severity, ...kept }: KeptAnomaly): PublicationAnomalyType {
  const { message, remedy } = explainAnomaly(kept);
  return {
    ...kept,
    isBlocking: severity === 'blocking',
    ...{ message: message.fr, messageEn: message.en, remedy: remedy.fr, remedyEn: remedy.en },
  };
}

const CORRECTIONS: Record<KeptCorrection['state'], PublicationCorrectionState> = {
  proposed: PublicationCorrectionState.PROPOSED,
  applied: PublicationCorrectionState.APPLIED,
  declined: PublicationCorrectionState.DECLINED,
  gone: PublicationCorrectionState.GONE,
};

function showCorrection({ known, person, state, ...kept }: KeptCorrection): PublicationCorrectionType {
  const isOfNumber = known.kind === 'identity';
  return {
    ...kept,
    ...{ isOfNumber, state: CORRECTIONS[state] },
    ours: isOfNumber ? person.idNat : `${person.givenName} ${person.familyName}`,
    theirs: isOfNumber ? known.idNat : `${known.givenName} ${known.familyName}`,
  };
}

/** Null for a cursor that we did not give. */
function placeIn(cursor: string): number | null {
  const text = textOf(cursor);
  return /^\d{1,7}$/.test(text) ? Number(text) : null;
}
