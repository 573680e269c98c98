import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fixedContext, newTenantId, provisionDatabase, startPostgres } from '@cachet/testkit';
import { expect, it } from 'vitest';
import { Database } from './database.js';
import { Tenant } from './entities/index.js';
import { runMigrations } from './run-migrations.js';

it('PostgreSQL killed and started again: a process says so meanwhile, then works and listens again by itself', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'cachet-outage-'));
  const settings = { fsync: 'off' };
  const before = await startPostgres({ directory, settings });
  const { appUrl, ownerUrl } = await provisionDatabase(before.adminUrl, 'cachet');
  await runMigrations(ownerUrl);
  const faults: Error[] = [];
  const database = await Database.connect({
    url: appUrl,
    app: 'mailedge',
    onFault: (f) => void faults.push(f),
  });
  const heard: string[] = [];
  database.changes.subscribe({ topic: 'bal' }, (event) => void heard.push(event.kind));
  const tenant = newTenantId();
  const visit = () => database.withTenant(fixedContext(tenant), (sql) => sql.query('select 1 as one'));
  const count = () => database.em(tenant).count(Tenant);
  expect([await visit(), await count()]).toEqual([[{ one: 1 }], 0]);

  process.kill(before.pid, 'SIGKILL');
  await before.exited;
  await expect(visit()).rejects.toThrow();
  await expect(database.presence()).rejects.toThrow();

  const after = await startPostgres({ directory, port: before.port, settings });
  await expect.poll(visit, { timeout: 10_000 }).toEqual([{ one: 1 }]);
  await expect.poll(count, { timeout: 10_000 }).toBe(0);
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['resync']);
  expect(await database.presence()).toEqual(new Set(['mailedge']));
  expect(faults.length).toBeGreaterThan(0);

  await database.close();
  await after.stop();
  await rm(directory, { recursive: true });
}, 60_000);
