import { createHash } from 'node:crypto';
import { rolesBy, type TenantRole } from '../access/index.js';
import type { IdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import { type CguContent, type CguVersion, readCgu, type TypedCgu } from './cgu-version.js';
import type { CguVersions } from './ports.js';

export interface CguPublication extends TypedCgu {
  /** At once when null. */
  readonly inForceAt: Date | null;
}

export interface CguPublishing {
  readonly versions: CguVersions;
  /** Of the operator's own tenant. */
  readonly roles: { rolesOf(idNat: IdNat): Promise<readonly TenantRole[]> };
  readonly journal: Journal;
}

/**
 * Publishes a version of the operator's terms for all its structures. The context is that of the operator's own tenant. Refuses forbidden,
 * inputInvalid (also for a date that has passed, and for a name or a date that another version has).
 */
// EX_DCU_5010: the terms are the operator's; those who run the installation publish them, never a program.
export async function publishCgu(
  context: TenantContext,
  desk: CguPublishing,
  newId: NewId,
  publication: CguPublication,
): Promise<Outcome<CguVersion>> {
  if (!(await mayPublish(context, desk))) return refused('forbidden');
  const read = readCgu(publication);
  if (!read.ok) return read;
  const inForceAt = publication.inForceAt ?? context.at;
  if (Number.isNaN(inForceAt.getTime()) || inForceAt < context.at) return invalid('inForceAt');
  const { name, content } = read.value;
  const version = {
    ...{ id: newId(), name, content, inForceAt },
    ...{ fingerprint: fingerprintOf(content), publishedAt: context.at },
  };
  if (!(await desk.versions.add(version))) return invalid('name');
  const { id, fingerprint } = version;
  const facts = { versionId: id, version: name, fingerprint, inForceAt: inForceAt.toISOString() };
  await desk.journal.record([{ kind: 'cgu.published', outcome: 'ok', facts }]);
  return done(version);
}

async function mayPublish({ actor }: TenantContext, { roles }: CguPublishing): Promise<boolean> {
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'person') return false;
  return rolesBy(actor.proof, await roles.rolesOf(actor.idNat)).includes('operatorAdmin');
}

/** Of both texts one after the other, or the one given with a document. */
function fingerprintOf(content: CguContent): string {
  if (content.kind === 'document') return content.sha256;
  return createHash('sha256').update(`${content.french}\0${content.english}`).digest('hex');
}

function invalid(field: string): Outcome<never> {
  return refused('inputInvalid', { field });
}
