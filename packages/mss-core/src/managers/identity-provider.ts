import { administers } from '../administration/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { IdentityProvider, IdentityProviderDesk, NewIdentityProvider } from './ports.js';

const LONGEST = 255;
const MOST_DOMAINS = 20;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** What somebody asks of a provider. */
export interface WantedProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly domains: readonly string[];
}

/**
 * Whether whoever acts decides of the provider: a manager known by Pro Santé Connect, or a key with the scope. Whoever came in by the
 * provider itself does not: it would keep itself open. Nor has the operator's own tenant one. Refuses forbidden, scopeMissing.
 */
export async function decidesOfProvider(
  context: TenantContext,
  { roles, tenants }: Pick<IdentityProviderDesk, 'roles' | 'tenants'>,
): Promise<Outcome<void>> {
  const { actor } = context;
  if (actor.kind === 'person' && actor.proof !== 'psc') return refused('forbidden');
  const allowed = await administers(context, roles, 'identityProvider:write');
  if (!allowed.ok) return allowed;
  return (await tenants.kind()) === 'operator' ? refused('forbidden') : allowed;
}

/** The choice as it may be kept; refuses inputInvalid (issuer, clientId, clientSecret, domains). `takesPrivate`: as in the sandbox, http too. */
export function readProvider(wanted: WantedProvider, takesPrivate: boolean): Outcome<WantedProvider> {
  const issuer = URL.parse(wanted.issuer);
  const isAllowed = issuer?.protocol === 'https:' || (takesPrivate && issuer?.protocol === 'http:');
  const isBare = issuer !== null && !issuer.search && !issuer.hash && !issuer.username && !issuer.password;
  if (!isAllowed || !isBare || wanted.issuer.length > LONGEST)
    return refused('inputInvalid', { field: 'issuer' });
  if (!isName(wanted.clientId)) return refused('inputInvalid', { field: 'clientId' });
  if (!isName(wanted.clientSecret)) return refused('inputInvalid', { field: 'clientSecret' });
  const domains = [...new Set(wanted.domains.map((domain) => domain.trim().toLowerCase()))].sort();
  if (
    domains.length === 0 ||
    domains.length > MOST_DOMAINS ||
    !domains.every((domain) => DOMAIN.test(domain))
  )
    return refused('inputInvalid', { field: 'domains' });
  return done({ ...wanted, domains });
}

function isName(text: string): boolean {
  return /^[\x20-\x7e]{1,255}$/.test(text);
}

/**
 * Sets or changes the provider, whose description was checked. With another issuer or client the sessions it opened end; people bound to another issuer must be registered anew.
 * Refuses forbidden, scopeMissing, changedMeanwhile.
 */
export async function setIdentityProvider(
  context: TenantContext,
  desk: IdentityProviderDesk,
  provider: NewIdentityProvider,
  version: number | null,
): Promise<Outcome<IdentityProvider>> {
  const allowed = await decidesOfProvider(context, desk);
  if (!allowed.ok) return allowed;
  if (((await desk.providers.current())?.version ?? null) !== version) return refused('changedMeanwhile');
  const kept = await desk.providers.set(provider);
  const { issuer, clientId, domains } = provider;
  const facts = { issuer, clientId, domains: domains.join(' ') };
  await desk.journal.record([{ kind: 'identityProvider.set', outcome: 'ok', facts }]);
  return done(kept);
}

/** Closes that way in, and the sessions it opened. Refuses forbidden, scopeMissing, notFound, changedMeanwhile. */
export async function removeIdentityProvider(
  context: TenantContext,
  desk: IdentityProviderDesk,
  version: number,
): Promise<Outcome<IdentityProvider>> {
  const allowed = await decidesOfProvider(context, desk);
  if (!allowed.ok) return allowed;
  const current = await desk.providers.current();
  if (!current) return refused('notFound');
  if (current.version !== version) return refused('changedMeanwhile');
  await desk.providers.remove();
  const facts = { issuer: current.issuer };
  await desk.journal.record([{ kind: 'identityProvider.removed', outcome: 'ok', facts }]);
  return done(current);
}
