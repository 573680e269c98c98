import { done, type Outcome, type Refusal } from '../outcome/index.js';
import type { ActContext, NewId } from '../tenancy/index.js';
import type { ComplianceBoard, ComplianceEvent, Journal } from '../traceability/index.js';
import { measureOf, objectionToListeBlanche } from './judge-succession.js';
import type { VerifiedListeBlanche } from './liste-blanche.js';
import { listeBlancheRefused } from './liste-blanche-objections.js';
import type {
  ListeBlancheSource,
  ListeBlancheVerifier,
  ListeBlancheVersion,
  ListeBlancheVersions,
} from './liste-blanche-ports.js';

/** What one transaction offers: the versions, and the operator's journal and compliance board. */
export interface ListeBlancheRegister {
  readonly versions: ListeBlancheVersions;
  readonly journal: Journal;
  readonly compliance: ComplianceBoard;
}

export interface ListeBlancheRefresh {
  readonly source: ListeBlancheSource;
  readonly verifier: ListeBlancheVerifier;
  /** Opens one transaction of the operator's tenant; never open while the network is awaited. */
  register<T>(work: (register: ListeBlancheRegister) => Promise<T>): Promise<T>;
  readonly newId: NewId;
}

/** The version in force after a successful refresh, and whether it is new. */
export interface RefreshedListeBlanche {
  readonly version: ListeBlancheVersion;
  readonly isNew: boolean;
}

/**
 * Fetches the published list, verifies it and puts it in force; done daily and on demand. When anything is wrong the last
 * valid version stays in force, the refusal is traced and raised, and mail goes on.
 */
export async function refreshListeBlanche(
  context: ActContext,
  tools: ListeBlancheRefresh,
): Promise<Outcome<RefreshedListeBlanche>> {
  // EX_2.2_5010: the latest version is fetched each day from its published address.
  const fetched = await tools.source.fetch();
  if (!fetched.ok) return keepLast(tools, fetched.refusal, null);
  // EX_2.2_5040: the signature is verified after every download, before anything is read.
  const verified = await tools.verifier.verify(fetched.value);
  if (!verified.ok) return keepLast(tools, verified.refusal, null);
  return tools.register((register) => succeed(context, tools.newId, register, verified.value, fetched.value));
}

async function succeed(
  context: ActContext,
  newId: NewId,
  register: ListeBlancheRegister,
  list: VerifiedListeBlanche,
  xml: Uint8Array,
): Promise<Outcome<RefreshedListeBlanche>> {
  const current = await register.versions.latest();
  const objection = objectionToListeBlanche(list, current, context.at);
  if (objection) return recordRefusal(register, listeBlancheRefused(objection).refusal, list);
  const unchanged = current?.sha256 === list.sha256 ? current : null;
  const version = unchanged ?? versionOf(list, newId(), context.at);
  if (!unchanged) await register.versions.keep(version, xml);
  await register.journal.record([
    { kind: 'listeBlanche.accepted', outcome: 'ok', facts: factsOf(version, unchanged === null) },
  ]);
  await register.compliance.raise(warningsOf(context.at, list, current, unchanged === null));
  return done({ version, isNew: unchanged === null });
}

// EX_2.2_5035: whatever fails, the last valid version stays in force.
function keepLast(
  tools: ListeBlancheRefresh,
  refusal: Refusal,
  list: VerifiedListeBlanche | null,
): Promise<Outcome<RefreshedListeBlanche>> {
  return tools.register((register) => recordRefusal(register, refusal, list));
}

async function recordRefusal(
  register: ListeBlancheRegister,
  refusal: Refusal,
  list: VerifiedListeBlanche | null,
): Promise<Outcome<RefreshedListeBlanche>> {
  const facts = { ...refusal.detail, ...(list && { generatedAt: list.generatedAt.toISOString() }) };
  const unreachable = refusal.code === 'listeBlancheUnreachable';
  await register.journal.record([{ kind: 'listeBlanche.refused', outcome: refusal.code, facts }]);
  await register.compliance.raise([
    {
      kind: unreachable ? 'listeBlanche.unreachable' : 'listeBlanche.refused',
      severity: unreachable ? 'warning' : 'critical',
      facts,
    },
  ]);
  return { ok: false, refusal };
}

function versionOf(list: VerifiedListeBlanche, id: string, fetchedAt: Date): ListeBlancheVersion {
  return { id, fetchedAt, sha256: list.sha256, signerDn: list.signerDn, ...measureOf(list) };
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

const DAY = 86_400_000;
const WARN_SIGNER_EXPIRY_DAYS = 30;

function warningsOf(
  now: Date,
  list: VerifiedListeBlanche,
  previous: ListeBlancheVersion | null,
  isNew: boolean,
): ComplianceEvent[] {
  const events: ComplianceEvent[] = [];
  if (isNew) {
    events.push({
      kind: 'listeBlanche.published',
      severity: 'info',
      facts: { generatedAt: list.generatedAt.toISOString(), rows: list.rows.length },
    });
  }
  if (previous && previous.signerDn !== list.signerDn) {
    const facts = { previous: previous.signerDn, current: list.signerDn };
    events.push({ kind: 'listeBlanche.signerChanged', severity: 'warning', facts });
  }
  const daysLeft = Math.floor((list.signerExpiresAt.getTime() - now.getTime()) / DAY);
  if (daysLeft <= WARN_SIGNER_EXPIRY_DAYS) {
    events.push({ kind: 'listeBlanche.signerExpiresSoon', severity: 'warning', facts: { daysLeft } });
  }
  return events;
}
