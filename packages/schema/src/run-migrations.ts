import { MikroORM } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { DatabaseUnusable, unreachable } from './database-unusable.js';
import { ormConfig } from './orm-config.js';

const MIGRATION_LOCK = 0x0cac4e7;

/**
 * Brings the database to the present schema, as its owner, all or nothing; answers the names applied. Two
 * processes at once wait for one another.
 * @throws DatabaseUnusable when the server does not answer or the role cachet_app is missing.
 */
export async function runMigrations(ownerUrl: string): Promise<readonly string[]> {
  const guard = new Client({
    connectionString: ownerUrl,
    application_name: 'cachet-migrations',
    connectionTimeoutMillis: 5_000,
  });
  await guard.connect().catch((cause: unknown) => {
    throw unreachable(ownerUrl, cause, 'CACHET_DATABASE_OWNER_URL');
  });
  try {
    await requireAppRole(guard);
    await guard.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await applyPending(ownerUrl);
  } finally {
    await guard.end();
  }
}

async function requireAppRole(client: Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = 'cachet_app'");
  if (rowCount === 1) return;
  throw new DatabaseUnusable(
    'Le rôle cachet_app n’existe pas : créez-le (create role cachet_app login password …) avant les migrations.',
    'The role cachet_app does not exist: create it (create role cachet_app login password …) before migrating.',
  );
}

async function applyPending(ownerUrl: string): Promise<readonly string[]> {
  const orm = new MikroORM(ormConfig(ownerUrl, 'cachet-migrations', 2));
  try {
    const applied = await orm.migrator.up();
    return applied.map((migration) => migration.name);
  } finally {
    await orm.close(true);
  }
}
