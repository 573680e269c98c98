import { randomUUID } from 'node:crypto';
import {
  fixedContext,
  newTenantId,
  type TemporaryDatabase,
  temporaryDatabase,
  withClient,
} from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type ChangeEvent, ChangeFeed } from './change-feed.js';
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
    // Who watches folders first is told that some changes may have been missed.
    await expect
      .poll(() => heard)
      .toEqual(Object.fromEntries(Object.keys(heard).map((who) => [who, ['resync']])));
    for (const told of Object.values(heard)) told.pop();
    await other.withTenant(fixedContext(valmont), async (sql) => {
      await sql.notify('folder', folder);
      await sql.notify('bal', bal);
    });
    await other.shared((sql) => sql.notify('listeBlanche', randomUUID()));
    await expect.poll(() => heard.all).toEqual(['folder', 'bal', 'listeBlanche']);
    expect(heard).toMatchObject({ folder: ['folder'], tenant: ['folder', 'bal'], neighbour: [] });
    for (const stop of stops) stop();
  });

  it('listens to changes within folders only while somebody watches some', async () => {
    const quiet = new ChangeFeed(temporary.appUrl, 'cachet:quiet', undefined, 10);
    onTestFinished(() => quiet.stop());
    await quiet.start();
    const lastAsked = () =>
      withClient(temporary.adminUrl, async (admin) => {
        const text = "select query from pg_stat_activity where application_name = 'cachet:quiet'";
        return (await admin.query<{ query: string }>(text)).rows[0]?.query;
      });
    await expect.poll(lastAsked).toBe('select');
    const [tenant, id] = [newTenantId(), randomUUID()];
    const heard: string[] = [];
    const stop = quiet.subscribe({ topic: 'folder', id }, ({ kind }) => void heard.push(kind));
    // What was announced until then may have been missed.
    expect(quiet.isListening).toBe(false);
    await expect.poll(() => heard).toEqual(['resync']);
    expect(quiet.isListening).toBe(true);
    await other.withTenant(fixedContext(tenant), (sql) => sql.notify('folder', id));
    await expect.poll(() => heard).toEqual(['resync', 'change']);
    stop();
    expect(quiet.isListening).toBe(true);
    const again = quiet.subscribe({ topic: 'folder', id }, ({ kind }) => void heard.push(`again ${kind}`));
    await other.withTenant(fixedContext(tenant), (sql) => sql.notify('folder', id));
    await expect.poll(() => heard.slice(2)).toContain('again change');
    again();
    // By and by it no longer listens: whoever watches next is the first again.
    await expect
      .poll(() => {
        const stopped = quiet.subscribe({ topic: 'folder', id }, () => undefined);
        const wasHeard = quiet.isListening;
        stopped();
        return wasHeard;
      })
      .toBe(false);
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
