import { opensMail } from '../access/index.js';
import type { Person } from '../administration/index.js';
import type { IdNat, TenantId } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { ActContext, TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import type { CguVersion } from './cgu-version.js';
import type { CguAcceptances, CguVersions } from './ports.js';

/** What a visit of one tenant offers. */
export interface CguTenantStores {
  readonly versions: CguVersions;
  readonly acceptances: CguAcceptances;
  readonly people: { byIdNat(idNat: IdNat): Promise<Person | null> };
  readonly journal: Journal;
}

export interface CguAcceptancePorts {
  /** One transaction, visiting tenants one after the other. */
  acrossTenants<T>(
    work: (
      visit: <U>(context: TenantContext, work: (stores: CguTenantStores) => Promise<U>) => Promise<U>,
    ) => Promise<T>,
  ): Promise<T>;
}

/**
 * A person accepts a version of the operator's terms, in each of these tenants that knows them: they are the same everywhere. A version to
 * come may be accepted beforehand. Accepting again changes nothing. Refuses forbidden (whoever opens no BAL that way), notFound,
 * changedMeanwhile (another version has replaced it).
 */
// EX_DCU_5030, EX_GDT_5040: kept with who, when, what and by which door, and traced in the same transaction.
export async function acceptCgu(
  ports: CguAcceptancePorts,
  act: ActContext,
  tenants: readonly TenantId[],
  versionId: string,
): Promise<Outcome<CguVersion>> {
  if (act.actor.kind !== 'person' || !opensMail(act.actor.proof)) return refused('forbidden');
  return ports.acrossTenants(async (visit) => {
    let accepted: Outcome<CguVersion> = refused('notFound');
    for (const tenantId of tenants) {
      const here = await visit({ ...act, tenantId }, (stores) => acceptHere(act, stores, versionId));
      if (here.ok || here.refusal.code !== 'notFound') accepted = here;
    }
    return accepted;
  });
}

async function acceptHere(
  { actor, at, means, correlationId }: ActContext,
  { versions, acceptances, people, journal }: CguTenantStores,
  versionId: string,
): Promise<Outcome<CguVersion>> {
  if (actor.kind !== 'person') return refused('forbidden');
  const version = await versions.byId(versionId);
  const person = version && (await people.byIdNat(actor.idNat));
  if (!person || person.leftAt) return refused('notFound');
  const inForce = await versions.inForce(at);
  if (inForce && inForce.inForceAt > version.inForceAt) return refused('changedMeanwhile');
  const { proof } = actor;
  const acceptance = { personId: person.id, versionId, acceptedAt: at, means, proof, correlationId };
  if (!(await acceptances.add(acceptance))) return done(version);
  const { name, fingerprint } = version;
  const facts = { personId: person.id, versionId, version: name, fingerprint };
  await journal.record([{ kind: 'cgu.accepted', outcome: 'ok', facts }]);
  return done(version);
}
