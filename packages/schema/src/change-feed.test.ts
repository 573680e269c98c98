import { randomUUID } from 'node:crypto';
import {
  fixedContext,
  newTenantId,
  type TemporaryDatabase,
  temporaryDatabase,
  withClient,
} from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeEvent } from './change-feed.js';
import type { Database } from './database.js';

let temporary: TemporaryDatabase;
let database: Database;
let other: Database;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  [database, other] = await Promise.all([temporary.connect('listener'), temporary.connect('speaker')]);
});
afterAll(() => temporary.drop());

describe('the change feed', () => {
  it('tells another process’s change to those who watch it, once it is committed', async () => {
    const [valmont, tilleuls] = [newTenantId(), newTenantId()];
    const [folder, bal] = [randomUUID(), randomUUID()];
    const heard: Record<string, string[]> = { folder: [], tenant: [], all: [], neighbour: [] };
    const note = (who: string) => (event: ChangeEvent) =>
      void heard[who]?.push(event.kind === 'change' ? event.topic : event.kind);
    const stops = [
      database.changes.subscribe({ topic: 'folder', id: folder }, note('folder')),
      database.changes.subscribe({ tenant: valmont }, note('tenant')),
      database.changes.subscribe({}, note('all')),
      database.changes.subscribe({ topic: 'folder', tenant: tilleuls }, note('neighbour')),
    ];
    await other.withTenant(fixedContext(valmont), async (sql) => {
      await sql.notify('folder', folder);
      await sql.notify('bal', bal);
    });
    await other.shared((sql) => sql.notify('listeBlanche', randomUUID()));
    await expect.poll(() => heard.all).toEqual(['folder', 'bal', 'listeBlanche']);
    expect(heard).toMatchObject({ folder: ['folder'], tenant: ['folder', 'bal'], neighbour: [] });
    for (const stop of stops) stop();
  });

  it('tells nothing of what was rolled back, and nothing to those who stopped listening', async () => {
    const heard: string[] = [];
    const stop = database.changes.subscribe({ topic: 'delivery' }, (e) => void heard.push(`first ${e.kind}`));
    const tenant = newTenantId();
    const undone = other.withTenant(fixedContext(tenant), async (sql) => {
      await sql.notify('delivery', randomUUID());
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    stop();
    database.changes.subscribe({ topic: 'delivery' }, (e) => void heard.push(`second ${e.kind}`));
    await other.withTenant(fixedContext(tenant), (sql) => sql.notify('delivery', randomUUID()));
    await expect.poll(() => heard).toEqual(['second change']);
  });

  it('passes over what is not one of our announcements, and over a listener that fails', async () => {
    const heard: string[] = [];
    database.changes.subscribe({ topic: 'compliance' }, () => {
      throw new Error('a listener’s own fault');
    });
    database.changes.subscribe({ topic: 'compliance' }, (e) => void heard.push(e.kind));
    const id = randomUUID();
    await withClient(temporary.adminUrl, async (client) => {
      for (const payload of [
        'nonsense',
        '{"topic":"compliance"}',
        '{"topic":"compliance","tenant":"x","id":"y"}',
        `{"topic":"other","tenant":null,"id":"${id}"}`,
        `{"topic":"compliance","tenant":null,"id":"${id}"}`,
      ]) {
        await client.query('select pg_notify($1, $2)', ['cachet', payload]);
      }
    });
    await expect.poll(() => heard).toEqual(['change']);
  });

  it('says resync after its connection was cut, then hears again', async () => {
    const heard: string[] = [];
    database.changes.subscribe({ topic: 'session' }, (e) => void heard.push(e.kind));
    await withClient(temporary.adminUrl, (admin) =>
      admin.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cachet:listener'",
      ),
    );
    await expect.poll(() => heard).toEqual(['resync']);
    await other.shared((sql) => sql.notify('session', randomUUID()));
    await expect.poll(() => heard).toEqual(['resync', 'change']);
    expect(await database.presence()).toContain('listener');
  });
});
