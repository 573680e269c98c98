import { openProviderSecret } from '@cachet/mailstore';
import type { ActContext, IdentityProvider, TenantId } from '@cachet/mss-core';
import { PgIdentityProviders } from '@cachet/schema';
import type { Container } from '../container.js';
import type { ProviderCredentials } from './provider-client.js';

/** The provider of a structure, with the secret by which it knows us; null when it has none. */
export function structureProvider(
  { database, safe }: Pick<Container, 'database' | 'safe'>,
  door: Omit<ActContext, 'actor' | 'means'>,
  tenantId: TenantId,
): Promise<(IdentityProvider & ProviderCredentials) | null> {
  const actor = { kind: 'system', name: 'api' } as const;
  return database.withTenant({ ...door, actor, means: 'portal', tenantId }, async (sql) => {
    const store = new PgIdentityProviders(sql);
    const [provider, sealed] = [await store.current(), await store.sealedSecret()];
    if (!provider || !sealed) return null;
    return { ...provider, clientSecret: openProviderSecret(await safe.keys.of(sql), sealed) };
  });
}

/** Where the providers of structures send people back; null where the portal's address is not told. */
export function returnAddress({ portalUrl }: Pick<Container, 'portalUrl'>): string | null {
  return portalUrl && new URL('/connexion/structure/retour', portalUrl).href;
}
