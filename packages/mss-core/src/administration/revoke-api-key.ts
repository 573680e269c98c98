import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import { administers } from './may-administer.js';
import type { AdministrationDesk } from './ports.js';

/**
 * Ends a key and those it made; what they opened is closed. A key ends itself and those that descend from it, no other. Refuses
 * forbidden, scopeMissing, notFound (already ended, too).
 */
export async function revokeApiKey(
  context: TenantContext,
  desk: Pick<AdministrationDesk, 'keys' | 'roles' | 'journal'>,
  id: string | null,
): Promise<Outcome<void>> {
  const { actor } = context;
  const allowed = await administers(context, desk.roles, 'key:write');
  if (!allowed.ok) return allowed;
  if (id === null) return refused('notFound');
  if (actor.kind === 'partner' && !(await desk.keys.descends(id, actor.apiKeyId))) return refused('notFound');
  const revoked = await desk.keys.revoke(id);
  if (revoked.length === 0) return refused('notFound');
  await desk.journal.record(
    revoked.map((apiKeyId) => ({ kind: 'apiKey.revoked', outcome: 'ok', facts: { apiKeyId } })),
  );
  return done(undefined);
}
