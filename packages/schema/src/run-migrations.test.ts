import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  newTenantId,
  provisionDatabase,
  startPostgres,
  type TemporaryDatabase,
  temporaryDatabase,
  withClient,
} from '@cachet/testkit';
import { MikroORM } from '@mikro-orm/postgresql';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseUnusable } from './database-unusable.js';
import { migrations } from './migrations/index.js';
import { ormConfig } from './orm-config.js';
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

  it('cut the bytes kept before anew, identical, each on its side of the wall', async () => {
    const name = `filled_${randomUUID().slice(0, 8)}`;
    const { adminUrl, ownerUrl, appUrl } = await provisionDatabase(temporary.adminUrl, name);
    await migrateTo(ownerUrl, 'm007-hand-out-subscription-tickets');
    const kept = [newTenantId(), newTenantId()].flatMap((tenant) =>
      [600_000, 8_000, 256 * 1024 + 1, 5, 0].map((size) => ({
        tenant,
        bytes: randomBytes(size),
        id: randomUUID(),
      })),
    );
    await withClient(adminUrl, async (admin) => {
      for (const message of kept) await keepAsBefore(admin, message);
    });
    await runMigrations(ownerUrl);
    await withClient(appUrl, async (app) => {
      expect(await rowsSeen(app)).toEqual([]);
      for (const { tenant, id, bytes } of kept) {
        await app.query("select set_config('app.tenant_id', $1, false)", [tenant]);
        const rows = (await rowsSeen(app)).filter((row) => row.message_id === id);
        expect(Buffer.concat(rows.map((row) => row.bytes)).equals(bytes)).toBe(true);
        expect(rows.map((row) => row.bytes.length)).toEqual(lengthsOf(bytes.length));
      }
      const mine = kept.slice(-5);
      expect(new Set((await rowsSeen(app)).map((row) => row.message_id))).toEqual(
        new Set(mine.flatMap(({ id, bytes }) => (bytes.length > 0 ? [id] : []))),
      );
      await app.query('delete from mail_message where id = any($1::uuid[])', [kept.map(({ id }) => id)]);
      expect(await rowsSeen(app)).toEqual([]);
    });
    const isForced =
      "select relforcerowsecurity as forced from pg_class where relname = 'mail_message_chunk'";
    await withClient(adminUrl, async (admin) => {
      expect((await admin.query(isForced)).rows).toEqual([{ forced: true }]);
      const left = await admin.query('select distinct tenant_id from mail_message_chunk');
      expect(left.rows).toEqual([{ tenant_id: kept[0]?.tenant }]);
    });
    await withClient(temporary.adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
  });

  it('take what lay in folders as told, and what comes next as recent', async () => {
    const name = `told_${randomUUID().slice(0, 8)}`;
    const { adminUrl, ownerUrl } = await provisionDatabase(temporary.adminUrl, name);
    await migrateTo(ownerUrl, 'm028-keep-subscriptions');
    const insert = (uidNext: number) =>
      `insert into mail_folder (tenant_id, id, bal_id, name, uid_validity, uid_next, created_at)
       values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'n' || ${uidNext}, 1, ${uidNext}, now())`;
    await withClient(adminUrl, async (admin) => {
      // The BAL they are of are nothing to this.
      await admin.query('set session_replication_role = replica');
      await admin.query(insert(1));
      await admin.query(insert(7));
      await runMigrations(ownerUrl);
      await admin.query(insert(3));
      const { rows } = await admin.query(
        'select uid_next::int, recent_from::int from mail_folder order by uid_next',
      );
      expect(rows).toEqual([
        { uid_next: 1, recent_from: 1 },
        { uid_next: 3, recent_from: 1 },
        { uid_next: 7, recent_from: 7 },
      ]);
      const forced = await admin.query(
        "select relforcerowsecurity as forced from pg_class where relname = 'mail_folder'",
      );
      expect(forced.rows).toEqual([{ forced: true }]);
    });
    await withClient(temporary.adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
  });
});

async function migrateTo(ownerUrl: string, last: string): Promise<void> {
  const orm = new MikroORM(ormConfig(ownerUrl, 'cachet-migrations', 2));
  await orm.migrator.up({ to: last });
  await orm.close(true);
}

interface Kept {
  readonly tenant: string;
  readonly id: string;
  readonly bytes: Buffer;
}

const FORMER_CHUNK = 256 * 1024;

async function keepAsBefore(admin: Client, { tenant, id, bytes }: Kept): Promise<void> {
  await admin.query(
    `insert into mail_message (tenant_id, id, sha256, size, structure, received_at) values ($1, $2, $3, $4, '{}', now())`,
    [tenant, id, id, bytes.length],
  );
  for (let seq = 0; seq * FORMER_CHUNK < bytes.length; seq += 1) {
    const chunk = bytes.subarray(seq * FORMER_CHUNK, (seq + 1) * FORMER_CHUNK);
    await admin.query('insert into mail_message_chunk values ($1, $2, $3, $4)', [tenant, id, seq, chunk]);
  }
}

async function rowsSeen(app: Client): Promise<readonly { message_id: string; bytes: Buffer }[]> {
  const { rows } = await app.query(
    'select message_id, bytes from mail_message_chunk order by message_id, seq',
  );
  return rows;
}

function lengthsOf(size: number): readonly number[] {
  return Array.from({ length: Math.ceil(size / 8_000) }, (_, row) => Math.min(8_000, size - row * 8_000));
}
