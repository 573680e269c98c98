import {
  type ActContext,
  done,
  isStaleListeBlanche,
  type ListeBlancheChangeKind,
  mayApproveListeBlanche,
  mayRefreshListeBlanche,
  maySeeListeBlanche,
  type Outcome,
  refused,
  type StructureViewer,
} from '@cachet/mss-core';
import {
  PgListeBlancheChanges,
  PgListeBlancheVersions,
  PgPendingListeBlanche,
  type RecordedListeBlancheChange,
} from '@cachet/schema';
import type { Container } from '../container.js';
import type { Caller } from '../context/caller.js';
import { connectionOf, momentOf, readPage } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import { ListeBlancheChangeKindName } from '../types/enums.js';
import type {
  ListeBlancheChangeConnection,
  ListeBlancheChangeType,
  ListeBlanchePendingType,
  ListeBlancheStateType,
} from '../types/liste-blanche.js';
import type { PageArguments } from '../types/page.js';
import { viewerAtOperator } from './viewer-at-operator.js';

const NONE: ListeBlancheStateType = {
  available: false,
  generatedAt: null,
  fetchedAt: null,
  signerDn: null,
  signerExpiresAt: null,
  stale: false,
  domainCount: 0,
  rowCount: 0,
};

/** The liste blanche in force, how it changed, and what may be asked of it. */
export class ListeBlancheDesk {
  constructor(
    private readonly container: Container,
    private readonly caller: Caller,
    private readonly act: ActContext,
    private readonly structures: StructureReads,
  ) {}

  async state(): Promise<ListeBlancheStateType> {
    const latest = await this.container.database.shared((sql) => new PgListeBlancheVersions(sql).latest());
    if (!latest) return NONE;
    const { generatedAt, fetchedAt, signerDn, signerExpiresAt, domainCount, rowCount } = latest;
    const stale = isStaleListeBlanche(latest, this.act.at);
    return {
      available: true,
      ...{ generatedAt, fetchedAt, signerDn, signerExpiresAt, stale, domainCount, rowCount },
    };
  }

  /** Refuses forbidden, scopeMissing, and what the refresh itself refuses; the last valid list then stays in force. */
  async refresh(): Promise<Outcome<ListeBlancheStateType>> {
    const asker = this.caller.kind === 'partner' ? this.caller : await this.#atOperator();
    const allowed = asker ? mayRefreshListeBlanche(asker) : maySeeListeBlanche(null);
    if (!allowed.ok) return allowed;
    const refreshed = await this.container.listeBlanche.refresh(this.act);
    return refreshed.ok ? done(await this.state()) : refreshed;
  }

  /** Refuses forbidden, and what putting that list in force refuses. */
  async approve(sha256: string): Promise<Outcome<ListeBlancheStateType>> {
    const allowed = mayApproveListeBlanche(await this.#atOperator());
    if (!allowed.ok) return allowed;
    const approved = await this.container.listeBlanche.approve(this.act, sha256);
    return approved.ok ? done(await this.state()) : approved;
  }

  /** @throws GraphQLError forbidden, scopeMissing. */
  async pending(): Promise<ListeBlanchePendingType | null> {
    spoken(maySeeListeBlanche(await this.#atOperator()));
    return this.container.database.shared((sql) => new PgPendingListeBlanche(sql).version());
  }

  /** @throws GraphQLError forbidden, scopeMissing, inputInvalid. */
  async changes(
    page: PageArguments,
    domainPart: string | null = null,
  ): Promise<ListeBlancheChangeConnection> {
    spoken(maySeeListeBlanche(await this.#atOperator()));
    const request = spoken(readPage(page));
    const part = spoken(readDomainPart(domainPart));
    const found = await this.container.database.shared((sql) =>
      new PgListeBlancheChanges(sql).page(request, part),
    );
    return connectionOf(found, showChange, ({ at, id }) => momentOf(at, id));
  }

  #atOperator(): Promise<StructureViewer | null> {
    return viewerAtOperator(this.container.database, this.caller, this.structures);
  }
}

/** Of the text of a search; null when it asks for nothing. Refuses inputInvalid: longer than any domain (RFC 1035 §2.3.4), or with a NUL. */
function readDomainPart(text: string | null): Outcome<string | null> {
  const part = text?.trim() ?? '';
  if (part.length > 253 || part.includes('\0')) return refused('inputInvalid', { field: 'domain' });
  return done(part === '' ? null : part);
}

const KINDS: Record<ListeBlancheChangeKind, ListeBlancheChangeKindName> = {
  domainAdded: ListeBlancheChangeKindName.DOMAIN_ADDED,
  domainRemoved: ListeBlancheChangeKindName.DOMAIN_REMOVED,
  dnChanged: ListeBlancheChangeKindName.DN_CHANGED,
};

function showChange(change: RecordedListeBlancheChange): ListeBlancheChangeType {
  return { ...change, kind: KINDS[change.kind] };
}
