import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  provisionDatabase,
  startPostgres,
  type TemporaryDatabase,
  temporaryDatabase,
  withClient,
} from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseUnusable } from './database-unusable.js';
import { migrations } from './migrations/index.js';
import { runMigrations } from './run-migrations.js';

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await temporaryDatabase();
});
afterAll(() => temporary.drop());

describe('the migrations', () => {
  it('are applied once, in order, by one of two processes that start together', async () => {
    const name = `fresh_${randomUUID().slice(0, 8)}`;
    const { ownerUrl } = await provisionDatabase(temporary.adminUrl, name);
    const both = await Promise.all([runMigrations(ownerUrl), runMigrations(ownerUrl)]);
    const names = migrations.map((migration) => migration.name);
    expect(both.sort((a, b) => b.length - a.length)).toEqual([names, []]);
    await withClient(temporary.adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
  });

  it('are nothing the application may run', async () => {
    const name = `denied_${randomUUID().slice(0, 8)}`;
    const { appUrl } = await provisionDatabase(temporary.adminUrl, name);
    await expect(runMigrations(appUrl)).rejects.toThrow(/permission denied/);
    await withClient(temporary.adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
  });

  it('say which role is missing on a server that was not prepared', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'cachet-unprepared-'));
    const server = await startPostgres({ directory, settings: { fsync: 'off' } });
    const fault = await runMigrations(server.adminUrl).catch((caught: unknown) => caught);
    await server.stop();
    await rm(directory, { recursive: true });
    expect(fault).toBeInstanceOf(DatabaseUnusable);
    expect(String(fault)).toContain('cachet_app');
  });
});
