import { isNetworkWithin, isScope, type Network, parseNetwork } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { administers } from './may-administer.js';
import { type ApiKeyUse, mintApiKey } from './mint-api-key.js';
import type { AdministrationDesk, ApiKeyState } from './ports.js';

export interface ApiKeyRequest {
  readonly name: string;
  readonly use: ApiKeyUse;
  readonly scopes: readonly string[];
  /** Ranges of addresses, as typed; none for everywhere. */
  readonly networks: readonly string[];
  readonly expiresAt: Date;
}

/** What a key is made with. */
export interface ApiKeyMint {
  readonly newId: NewId;
  /** 32 random bytes. */
  readonly secret: Uint8Array;
  /** Of the wall clock, which keys follow; the business clock may be moved. */
  readonly now: Date;
}

const LONGEST_NAME = 100;
const MOST_NETWORKS = 50;
const MOST_KEYS = 200;

/**
 * Gives a partner a key to this tenant. Answers the key in clear, which nobody will see again. Refuses forbidden, scopeMissing
 * (the scope to make keys, or one that the key that asks has not itself), limitReached, inputInvalid (name; scopes: none, or one
 * that does not exist; networks; expiresAt: past, or more than a year ahead).
 */
export async function createApiKey(
  context: TenantContext,
  desk: AdministrationDesk,
  { newId, secret, now }: ApiKeyMint,
  request: ApiKeyRequest,
): Promise<Outcome<{ readonly id: string; readonly key: string }>> {
  const allowed = await administers(context, desk.roles, 'key:write');
  if (!allowed.ok) return allowed;
  const field = wrongField(request, now);
  if (field) return refused('inputInvalid', { field });
  const maker = context.actor.kind === 'partner' ? await desk.keys.byId(context.actor.apiKeyId) : null;
  const reach = reachOf(context, request, maker);
  if (!reach.ok) return reach;
  if ((await desk.keys.countUsable(now)) >= MOST_KEYS) return refused('limitReached');
  const { key, prefix, keyHash } = mintApiKey(request.use, secret);
  const id = newId();
  const { scopes, networks, expiresAt } = reach.value;
  const name = request.name.trim();
  await desk.keys.add({ id, name, prefix, keyHash, scopes, networks, expiresAt, madeBy: maker?.id ?? null });
  const facts = { apiKeyId: id, name, prefix, scopes: scopes.join(' '), networks: networks.join(' ') };
  await desk.journal.record([
    { kind: 'apiKey.created', outcome: 'ok', facts: { ...facts, until: expiresAt.toISOString() } },
  ]);
  return done({ id, key });
}

function wrongField({ name, scopes, networks, expiresAt }: ApiKeyRequest, now: Date): string | null {
  if (name.trim() === '' || name.length > LONGEST_NAME) return 'name';
  if (scopes.length === 0 || !scopes.every(isScope)) return 'scopes';
  if (networks.length > MOST_NETWORKS || networks.some((typed) => parseNetwork(typed) === null))
    return 'networks';
  return expiresAt <= now || expiresAt > aYearAfter(now) ? 'expiresAt' : null;
}

type Reach = Pick<ApiKeyRequest, 'scopes' | 'networks' | 'expiresAt'>;

// A key makes none that could do more than itself, from elsewhere, or for longer.
function reachOf(context: TenantContext, asked: ApiKeyRequest, maker: ApiKeyState | null): Outcome<Reach> {
  const scopes = [...new Set(asked.scopes)];
  const networks = [...new Set(asked.networks.flatMap((typed) => parseNetwork(typed) ?? []))];
  const { expiresAt } = asked;
  if (context.actor.kind !== 'partner') {
    // Whoever came in by the structure's provider decides of it by no key either.
    const isByProvider = context.actor.kind === 'person' && context.actor.proof === 'structure';
    return isByProvider && scopes.includes('identityProvider:write')
      ? refused('forbidden')
      : done({ scopes, networks, expiresAt });
  }
  const scope = scopes.find((wanted) => !context.scopes?.has(wanted));
  if (scope !== undefined) return refused('scopeMissing', { scope });
  if (!maker) return refused('forbidden');
  if (maker.expiresAt !== null && expiresAt > maker.expiresAt)
    return refused('inputInvalid', { field: 'expiresAt' });
  return areWithin(maker.networks, networks)
    ? done({ scopes, networks: networks.length > 0 ? networks : maker.networks, expiresAt })
    : refused('inputInvalid', { field: 'networks' });
}

function areWithin(allowed: readonly Network[], networks: readonly Network[]): boolean {
  return allowed.length === 0 || networks.every((network) => isNetworkWithin(allowed, network));
}

function aYearAfter(now: Date): Date {
  const then = new Date(now);
  then.setUTCFullYear(now.getUTCFullYear() + 1);
  return then;
}
