import { readFileSync } from 'node:fs';
import { openMailSafe, sealProviderSecret } from '@cachet/mailstore';
import {
  grantRole,
  type IdentityProvider,
  type IdentityProviderDesk,
  registerLocalIdentity,
  registerPerson,
  setIdentityProvider,
  type TenantContext,
} from '@cachet/mss-core';
import { kinds, newId } from '@cachet/runtime';
import { administrationDesk, type Database, PgIdentityProviders, type TenantSql } from '@cachet/schema';
import { masterKeyFile } from './environments.js';
import { must } from './outcome.js';
import type { Secrets } from './secrets.js';
import { HOSPITAL_ACCOUNTS, type WorldTenant } from './world.js';

interface Accounts {
  readonly issuer: string;
  readonly secrets: Secrets;
}

/**
 * Lets the managers without a card in by the accounts of their structure, which stand elsewhere when the sandbox moved to other ports.
 * Somebody who took that way in away does not find it back.
 */
export async function seedLocalManagers(
  database: Database,
  context: TenantContext,
  tenant: WorldTenant,
  accounts: Accounts,
): Promise<void> {
  if (tenant.localManagers.length === 0) return;
  await database.withTenant(context, async (sql) => {
    const desk = { ...administrationDesk(sql), providers: new PgIdentityProviders(sql) };
    const current = await desk.providers.current();
    const [first] = tenant.localManagers;
    const isNew = first !== undefined && (await desk.people.byIdNat(first.idNat)) === null;
    if (!isNew && (current === null || current.issuer === accounts.issuer)) return;
    for (const person of tenant.localManagers) {
      must(await registerPerson(context, desk, newId, person));
      must(await grantRole(context, desk, newId, person));
    }
    await setProvider(database, sql, desk, current, accounts);
    await register(context, desk, tenant);
  });
}

async function setProvider(
  database: Database,
  sql: TenantSql,
  desk: IdentityProviderDesk,
  current: IdentityProvider | null,
  { issuer, secrets }: Accounts,
): Promise<void> {
  const versions = kinds.keyVersions(32).parse(readFileSync(masterKeyFile(secrets), 'utf8').trim());
  const keys = await openMailSafe(database, { CACHET_MASTER_KEY: versions }).keys.of(sql);
  const sealedSecret = sealProviderSecret(keys, secrets.value('hospital-client-secret'));
  const { clientId, domain } = HOSPITAL_ACCOUNTS;
  const wanted = { issuer, clientId, domains: [domain], sealedSecret };
  must(await setIdentityProvider(sql.context, desk, wanted, current?.version ?? null));
}

async function register(
  context: TenantContext,
  desk: IdentityProviderDesk & Pick<ReturnType<typeof administrationDesk>, 'people'>,
  { localManagers }: WorldTenant,
): Promise<void> {
  for (const { idNat, email } of localManagers) {
    const person = await desk.people.byIdNat(idNat);
    if (person) must(await registerLocalIdentity(context, desk, person.id, email));
  }
}
