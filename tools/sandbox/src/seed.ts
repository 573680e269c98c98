import { randomBytes } from 'node:crypto';
import {
  type AdministrationDesk,
  addDomain,
  createApiKey,
  createBal,
  createTenant,
  grantAccess,
  grantRole,
  registerPerson,
  SCOPES,
  type TenantContext,
  type TenantRole,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { administrationDesk, Database } from '@cachet/schema';
import { must } from './outcome.js';
import type { Secrets } from './secrets.js';
import { seedLocalManagers } from './seed-local-managers.js';
import { ALL_TENANTS, OPERATOR_TENANT, type WorldBal, type WorldPerson, type WorldTenant } from './world.js';

const QUOTA_BYTES = 1024 * 1024 * 1024;
/** A partner tries all that a key may do; the liste blanche is the operator's. */
const PARTNER_SCOPES = SCOPES.filter((scope) => scope !== 'listeBlanche:refresh');

/** Fills an empty database with the fictional world, through the product's own use cases; answers each tenant's API key. */
export async function seedWorld(
  databaseUrl: string,
  secrets: Secrets,
  hospitalIssuer: string,
): Promise<ReadonlyMap<string, string>> {
  const database = await Database.connect({ url: databaseUrl, app: 'sandbox', poolSize: 2 });
  try {
    const keys = new Map<string, string>();
    for (const tenant of ALL_TENANTS) {
      keys.set(tenant.id, await seedTenant(database, tenant, secrets));
      await seedLocalManagers(database, contextOf(tenant), tenant, { issuer: hospitalIssuer, secrets });
    }
    return keys;
  } finally {
    await database.close();
  }
}

function seedTenant(database: Database, tenant: WorldTenant, secrets: Secrets): Promise<string> {
  const context = contextOf(tenant);
  return database.withTenant(context, async (sql) => {
    const desk = administrationDesk(sql);
    const [known] = await sql.query('select from tenant');
    if (!known) await fillTenant(context, desk, tenant);
    return apiKeyOf(context, desk, tenant, secrets, known !== undefined);
  });
}

async function fillTenant(
  context: TenantContext,
  desk: AdministrationDesk,
  tenant: WorldTenant,
): Promise<void> {
  must(await createTenant(context, desk, tenant));
  for (const domain of tenant.domains) must(await addDomain(context, desk, domain));
  await giveRole(context, desk, tenant.managers, tenant.kind === 'operator' ? 'operatorAdmin' : 'manager');
  await giveRole(context, desk, tenant.auditors, 'auditor');
  for (const bal of tenant.bals) await openBal(context, desk, bal);
}

async function giveRole(
  context: TenantContext,
  desk: AdministrationDesk,
  people: readonly WorldPerson[],
  role: TenantRole,
): Promise<void> {
  for (const person of people) {
    must(await registerPerson(context, desk, newId, person));
    must(await grantRole(context, desk, newId, { idNat: person.idNat, role }));
  }
}

async function openBal(context: TenantContext, desk: AdministrationDesk, bal: WorldBal): Promise<void> {
  const { address, kind, isTest, description } = bal;
  const balId = must(
    await createBal(context, desk, newId, { address, kind, isTest, description, quotaBytes: QUOTA_BYTES }),
  );
  for (const { person, role, mayRead, maySend } of bal.holders) {
    must(await registerPerson(context, desk, newId, person));
    must(
      await grantAccess(context, desk, newId, {
        balId,
        idNat: person.idNat,
        role,
        mayRead,
        maySend,
        startsAt: context.at,
        endsAt: null,
      }),
    );
  }
}

/** The key kept in the sandbox's secrets, or a new one when the database or the secrets are new. */
async function apiKeyOf(
  context: TenantContext,
  desk: AdministrationDesk,
  tenant: WorldTenant,
  secrets: Secrets,
  seeded: boolean,
): Promise<string> {
  const name = tenant === OPERATOR_TENANT ? 'operator-api-key' : `api-key-${tenant.id}`;
  const kept = secrets.value(name, () => '');
  if (seeded && kept !== '') return kept;
  const scopes = tenant === OPERATOR_TENANT ? SCOPES : PARTNER_SCOPES;
  const { key } = must(
    await createApiKey(
      context,
      desk,
      { newId, secret: randomBytes(32), now: context.at },
      { name: 'Bac à sable', use: 'test', scopes, networks: [], expiresAt: inAYear(context.at) },
    ),
  );
  secrets.keep(name, key);
  return key;
}

function inAYear(now: Date): Date {
  return new Date(now.getTime() + 365 * 86_400_000);
}

function contextOf(tenant: WorldTenant): TenantContext {
  return {
    tenantId: tenant.id,
    actor: { kind: 'system', name: 'sandbox' },
    means: 'job',
    // Accesses begin a little before the first clock that will judge them.
    at: new Date(Date.now() - 60_000),
    correlationId: newId(),
    remoteAddress: null,
  };
}
