import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Database, runMigrations } from '@cachet/schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseIdentity } from './identity.js';
import { provisionDatabase, withClient } from './provision-database.js';
import { type RunningPostgres, startPostgres } from './start-postgres.js';

let directory: string;
let server: RunningPostgres | null = null;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cachet-launcher-'));
});
afterEach(async () => {
  await server?.stop();
  server = null;
  await rm(directory, { recursive: true });
});

const FAST = { fsync: 'off', shared_buffers: '16MB' };
const start = async (where: string, port?: number) => {
  server = await startPostgres({ directory: where, settings: FAST, ...(port ? { port } : {}) });
  return server;
};
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the embedded PostgreSQL', () => {
  it('keeps its data, roles and password from one start to the next', async () => {
    const first = await start(directory);
    const { appUrl, ownerUrl } = await provisionDatabase(first.adminUrl, 'cachet');
    await runMigrations(ownerUrl);
    await withClient(first.adminUrl, (client) => client.query('create table kept ()'));
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await start(directory, first.port);
    expect(second.adminUrl).toBe(first.adminUrl);
    await withClient(second.adminUrl, (client) => client.query('select from kept'));
    expect(await provisionDatabase(second.adminUrl, 'cachet')).toMatchObject({ appUrl, ownerUrl });
    const database = await Database.connect({ url: appUrl, app: 'test' });
    await database.close();
  });

  it('says why it does not start', async () => {
    const running = await start(directory);
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'cachet-launcher-'));
    const taken = startPostgres({ directory: elsewhere, port: running.port, settings: FAST });
    await expect(taken).rejects.toThrow(/Address already in use/);
    const twice = startPostgres({ directory, settings: FAST });
    await expect(twice).rejects.toThrow(/postmaster\.pid/);
    await rm(elsewhere, { recursive: true });
  });

  it.runIf(process.getuid?.() === 0)('runs as nobody when root starts it', async () => {
    expect(chooseIdentity([path.join(directory, 'data')]).wrap).not.toEqual([]);
    const running = await start(directory);
    expect((await stat(`/proc/${running.pid}`)).uid).toBe(65534);
  });

  it.runIf(process.getuid?.() === 0)(
    'starts for root below a directory that only root may enter',
    async () => {
      const closed = path.join(directory, 'checkout');
      const running = await start(closed);
      await running.stop();
      await chmod(directory, 0o700);
      const again = await start(closed);
      await withClient(again.adminUrl, (client) => client.query('select 1'));
    },
  );
});
