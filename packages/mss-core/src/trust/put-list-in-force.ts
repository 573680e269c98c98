import { done, type Outcome, type Refusal } from '../outcome/index.js';
import type { ActContext, NewId } from '../tenancy/index.js';
import type { ComplianceEvent, Journal, RememberingBoard } from '../traceability/index.js';
import { changesBetweenLists, type ListeBlancheChange } from './changes-between-lists.js';
import { measureOf, objectionToListeBlanche } from './judge-succession.js';
import { eventsOfSigner } from './list-signer-events.js';
import type { VerifiedListeBlanche } from './liste-blanche.js';
import { listeBlancheRefused } from './liste-blanche-objections.js';
import type {
  ListeBlancheVerifier,
  ListeBlancheVersion,
  ListeBlancheVersions,
  PendingListeBlanche,
} from './liste-blanche-ports.js';

/** What one transaction offers: the versions, and the operator's journal and compliance board. */
export interface ListeBlancheRegister {
  readonly versions: ListeBlancheVersions;
  readonly pending: PendingListeBlanche;
  readonly journal: Journal;
  readonly compliance: RememberingBoard;
}

export interface ListeBlancheTools {
  readonly verifier: ListeBlancheVerifier;
  /** Opens one transaction of the operator's tenant; never open while the network is awaited. */
  register<T>(work: (register: ListeBlancheRegister) => Promise<T>): Promise<T>;
  readonly newId: NewId;
  /** Certificates age by it, whatever the business clock says. */
  wallClock(): Date;
}

/** The version in force after a successful refresh, and whether it is new. */
export interface RefreshedListeBlanche {
  readonly version: ListeBlancheVersion;
  readonly isNew: boolean;
}

/** A list whose signature holds, with its bytes. */
export interface ListInHand {
  readonly list: VerifiedListeBlanche;
  readonly xml: Uint8Array;
  /** A person said yes to its loss of domains. */
  readonly isApproved: boolean;
}

/** Puts a verified list in force if it may succeed to the present one, or refuses it, in one transaction with its traces. */
export function putListInForce(
  context: ActContext,
  tools: ListeBlancheTools,
  inHand: ListInHand,
): Promise<Outcome<RefreshedListeBlanche>> {
  return tools.register(async (register) => {
    await register.versions.hold();
    const current = await register.versions.latest();
    const objection = objectionToListeBlanche(inHand.list, current, context.at);
    if (objection === 'shrunk' && !inHand.isApproved)
      return setAside(context, tools, register, inHand, current);
    if (objection && objection !== 'shrunk') {
      return recordRefusal(context, register, listeBlancheRefused(objection).refusal, inHand.list);
    }
    return accept(context, tools, register, inHand, current);
  });
}

async function accept(
  context: ActContext,
  tools: ListeBlancheTools,
  register: ListeBlancheRegister,
  { list, xml }: ListInHand,
  current: ListeBlancheVersion | null,
): Promise<Outcome<RefreshedListeBlanche>> {
  const unchanged = current?.sha256 === list.sha256 ? current : null;
  const version = unchanged ?? versionOf(list, tools.newId(), context.at);
  const changes = unchanged ? [] : await changesFrom(current, register, tools, list);
  if (!unchanged) await register.versions.keep(version, xml, changes);
  await register.pending.clear();
  await register.journal.record([
    { kind: 'listeBlanche.accepted', outcome: 'ok', facts: factsOf(version, unchanged === null) },
  ]);
  const last = await register.compliance.lastOf('listeBlanche.signerExpiresSoon');
  await register.compliance.raise([
    ...(unchanged ? [] : [published(list, changes)]),
    ...eventsOfSigner(list, current, tools.wallClock(), last),
  ]);
  return done({ version, isNew: unchanged === null });
}

/** A valid list that loses much is either a great change of the trust space or a fault: only a person can tell. */
async function setAside(
  context: ActContext,
  tools: ListeBlancheTools,
  register: ListeBlancheRegister,
  { list, xml }: ListInHand,
  current: ListeBlancheVersion | null,
): Promise<Outcome<RefreshedListeBlanche>> {
  const { refusal } = listeBlancheRefused('shrunk');
  const waiting = await register.pending.read();
  const facts = { ...refusalFacts(refusal, list), ...lossFacts(list, current) };
  await register.journal.record([{ kind: 'listeBlanche.refused', outcome: refusal.code, facts }]);
  if (waiting?.version.sha256 === list.sha256) return { ok: false, refusal };
  await register.pending.put(versionOf(list, tools.newId(), context.at), xml);
  await register.compliance.raise([{ kind: 'listeBlanche.awaitsApproval', severity: 'critical', facts }]);
  return { ok: false, refusal };
}

// EX_2.2_5035: whatever is refused, the last valid version stays in force.
export async function recordRefusal(
  context: ActContext,
  register: ListeBlancheRegister,
  refusal: Refusal,
  list: VerifiedListeBlanche | null,
): Promise<Outcome<RefreshedListeBlanche>> {
  const facts = refusalFacts(refusal, list);
  const isUnreachable = refusal.code === 'listeBlancheUnreachable';
  const event: ComplianceEvent = {
    kind: isUnreachable ? 'listeBlanche.unreachable' : 'listeBlanche.refused',
    severity: isUnreachable ? 'warning' : 'critical',
    facts,
  };
  await register.journal.record([{ kind: 'listeBlanche.refused', outcome: refusal.code, facts }]);
  const last = await register.compliance.lastOf(event.kind);
  const current = await register.versions.latest();
  if (isNews(event, last, current, context.at)) await register.compliance.raise([event]);
  return { ok: false, refusal };
}

const DAY = 86_400_000;

// The refresh is tried every hour: the same trouble is told once a day, and again after a list came in between.
function isNews(
  event: ComplianceEvent,
  last: (ComplianceEvent & { readonly at: Date }) | null,
  current: ListeBlancheVersion | null,
  now: Date,
): boolean {
  if (!last || last.facts.objection !== event.facts.objection) return true;
  if (current && current.fetchedAt > last.at) return true;
  return Math.abs(now.getTime() - last.at.getTime()) >= DAY;
}

async function changesFrom(
  current: ListeBlancheVersion | null,
  { versions }: ListeBlancheRegister,
  { verifier }: ListeBlancheTools,
  list: VerifiedListeBlanche,
): Promise<readonly ListeBlancheChange[]> {
  const xml = current && (await versions.xmlOf(current.id));
  // The first list changes nothing: there was none.
  if (!current || !xml) return [];
  const former = await verifier.rowsOf(xml, current);
  return former.ok ? changesBetweenLists(former.value, list.rows) : [];
}

export function versionOf(list: VerifiedListeBlanche, id: string, fetchedAt: Date): ListeBlancheVersion {
  const { sha256, signerDn, signerExpiresAt } = list;
  return { id, fetchedAt, sha256, signerDn, signerExpiresAt, ...measureOf(list) };
}

function factsOf(version: ListeBlancheVersion, isNew: boolean) {
  return {
    generatedAt: version.generatedAt.toISOString(),
    sha256: version.sha256,
    signerDn: version.signerDn,
    domains: version.domainCount,
    rows: version.rowCount,
    isNew,
  };
}

function refusalFacts(refusal: Refusal, list: VerifiedListeBlanche | null) {
  return { ...refusal.detail, ...(list && { generatedAt: list.generatedAt.toISOString() }) };
}

function lossFacts(list: VerifiedListeBlanche, current: ListeBlancheVersion | null) {
  return {
    sha256: list.sha256,
    domains: measureOf(list).domainCount,
    formerDomains: current?.domainCount ?? 0,
  };
}

function published(list: VerifiedListeBlanche, changes: readonly ListeBlancheChange[]): ComplianceEvent {
  const count = (kind: ListeBlancheChange['kind']) => changes.filter((change) => change.kind === kind).length;
  return {
    kind: 'listeBlanche.published',
    severity: 'info',
    facts: {
      generatedAt: list.generatedAt.toISOString(),
      rows: list.rows.length,
      domainsAdded: count('domainAdded'),
      domainsRemoved: count('domainRemoved'),
      dnChanged: count('dnChanged'),
    },
  };
}
