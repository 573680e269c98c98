import { isScope } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { mayAdminister } from './may-administer.js';
import { type ApiKeyUse, mintApiKey } from './mint-api-key.js';
import type { AdministrationDesk } from './ports.js';

export interface ApiKeyRequest {
  readonly name: string;
  readonly use: ApiKeyUse;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

/**
 * Gives a partner a key to this tenant. Answers the key in clear, which nobody will see again. `secret` is 32 random
 * bytes. Refuses forbidden, inputInvalid (name; scopes: none, or one that does not exist; expiresAt).
 */
export async function createApiKey(
  context: TenantContext,
  desk: AdministrationDesk,
  newId: NewId,
  secret: Uint8Array,
  { name, use, scopes, expiresAt }: ApiKeyRequest,
): Promise<Outcome<{ readonly id: string; readonly key: string }>> {
  if (!(await mayAdminister(context.actor, desk.roles))) return refused('forbidden');
  if (name.trim() === '') return refused('inputInvalid', { field: 'name' });
  if (scopes.length === 0 || !scopes.every(isScope)) return refused('inputInvalid', { field: 'scopes' });
  if (expiresAt !== null && expiresAt <= context.at) return refused('inputInvalid', { field: 'expiresAt' });
  const { key, prefix, keyHash } = mintApiKey(use, secret);
  const id = newId();
  await desk.keys.add({ id, name, prefix, keyHash, scopes, expiresAt });
  await desk.journal.record([
    {
      kind: 'apiKey.created',
      outcome: 'ok',
      facts: { apiKeyId: id, name, prefix, scopes: scopes.join(' ') },
    },
  ]);
  return done({ id, key });
}
