import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runMigrations } from '@cachet/schema';
import { provisionDatabase, withClient } from './postgres/provision-database.js';
import { startPostgres } from './postgres/start-postgres.js';
import { SERVER_VARIABLE, TEMPLATE_VARIABLE } from './postgres/temporary-database.js';

/**
 * Before a test run: one PostgreSQL for all of it (that of DATABASE_URL when given) and one migrated template, which
 * each test file copies. Answers what to do when the run ends.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await serverOfTheRun();
  const template = `cachet_template_${randomUUID().slice(0, 8)}`;
  const { ownerUrl } = await provisionDatabase(server.url, template);
  await runMigrations(ownerUrl);
  process.env[SERVER_VARIABLE] = server.url;
  process.env[TEMPLATE_VARIABLE] = template;
  return async () => {
    await withClient(server.url, (client) =>
      client.query(`drop database if exists ${template} with (force)`),
    );
    await server.stop();
  };
}

async function serverOfTheRun(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const directory = await mkdtemp(path.join(tmpdir(), 'cachet-test-'));
  // Tests prove rules, not disks: nothing is flushed.
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '300' };
  const postgres = await startPostgres({ directory, settings });
  return {
    url: postgres.adminUrl,
    async stop() {
      await postgres.stop();
      await rm(directory, { recursive: true });
    },
  };
}
