import { PgFolders, PgMessageBytes } from '@cachet/mailstore';
import { ALL_UIDS, type Bal, type CguVersion, type Person } from '@cachet/mss-core';
import { acceptTerms, publishTerms, TestTenant } from '@cachet/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { announceCguJob } from './announce-cgu.js';
import { UNWATCHED } from './job.js';

const DAY_MS = 86_400_000;

let world: ApiWorld;
let tenant: TestTenant;
let anne: Person;
let bal: Bal;
let faults: unknown[];

beforeEach(async () => {
  faults = [];
  world = await ApiWorld.start();
  tenant = await TestTenant.create(world.database);
  anne = await tenant.person();
  bal = await tenant.bal({ responsible: anne });
});
afterEach(() => world.stop());

const inDays = (days: number) => new Date(world.now.getTime() + days * DAY_MS);

function run(): Promise<string> {
  const job = announceCguJob(world.database, world.safe, 'https://portail.example', {
    error: (facts) => void faults.push(facts),
  });
  return job.run(
    {
      actor: { kind: 'system', name: 'jobs:cgu.announce' },
      ...{ means: 'job', at: world.now, correlationId: 'c', remoteAddress: null },
    },
    UNWATCHED,
  );
}

async function letters(of: Bal = bal): Promise<readonly string[]> {
  const context = tenant.context({ at: world.now });
  const items = await world.database.withTenant(context, async (sql) => {
    const folders = new PgFolders(sql, world.safe, of.id);
    const inbox = (await folders.list()).find(({ specialUse }) => specialUse === 'inbox');
    return inbox ? folders.items(inbox.id, ALL_UIDS) : [];
  });
  return Promise.all(items.map(({ messageId }) => textOf(messageId, of)));
}

async function textOf(messageId: string, of: Bal): Promise<string> {
  const stored = await PgMessageBytes.of(world.database, world.safe, tenant.context(), of.id).open(messageId);
  const pieces: Uint8Array[] = [];
  for await (const piece of stored?.bytes ?? []) pieces.push(piece);
  const [, body = ''] = Buffer.concat(pieces).toString('utf8').split('\r\n\r\n');
  return Buffer.from(body, 'base64').toString('utf8');
}

const publish = (days: number): Promise<CguVersion> =>
  publishTerms(world.database, { name: `v${days}`, inForceAt: inDays(days), publishedAt: world.now });

describe('EX_DCU_5030: terms of use to come', () => {
  it('are told once by a letter to whoever opens a BAL, with the date and where to accept', async () => {
    await publish(30);
    expect(await run()).toBe('ok');
    expect(await run()).toBe('ok');
    const [letter = '', ...others] = await letters();
    expect(others).toEqual([]);
    expect(letter).toContain(
      'La version v30 des conditions générales d’utilisation s’appliquera à partir du 20 décembre 2026.',
    );
    expect(letter).toContain('https://portail.example/cgu');
    expect(letter).toContain('Version v30 of the terms of use will apply from December 20, 2026 on.');
    const traces = (await world.traces(tenant)).filter(({ kind }) => kind === 'cgu.announced');
    expect(traces).toMatchObject([{ outcome: 'ok', bal_id: bal.id, facts: { version: 'v30' } }]);
  });

  it('are not told to whoever accepted them already, to the software of an applicative BAL, or to a responsible who reads nothing', async () => {
    const version = await publish(30);
    await acceptTerms(tenant, anne, version, world.now);
    const boss = await tenant.person();
    const shared = await tenant.bal({ kind: 'organisational' });
    await tenant.access(shared.id, boss, { mayRead: false, maySend: false });
    const software = await tenant.bal({ kind: 'applicative', responsible: boss });
    await run();
    for (const each of [bal, shared, software]) expect(await letters(each)).toEqual([]);
  });

  it('are told to a delegate’s BAL as well, each version once, and none when it is in force already', async () => {
    const version = await publish(30);
    await acceptTerms(tenant, anne, version, world.now);
    await tenant.access(bal.id, await tenant.person(), { role: 'delegate' });
    await run();
    await publish(60);
    await run();
    expect(await letters()).toHaveLength(2);
    world.now = inDays(61);
    const late = await tenant.bal({ responsible: await tenant.person() });
    await run();
    expect(await letters(late)).toEqual([]);
  });

  it('go on with the others when one BAL cannot be told, which is told the next time', async () => {
    const other = await tenant.bal({ responsible: await tenant.person() });
    await publish(30);
    const rename = (from: string, to: string) =>
      world.database.withTenant(tenant.context(), (sql) =>
        sql.query(`update mail_folder set special_use = ${to} where bal_id = $1 and special_use ${from}`, [
          bal.id,
        ]),
      );
    await rename("= 'inbox'", 'null');
    expect(await run()).toBe('incomplete');
    expect([faults.length, (await letters(other)).length]).toEqual([1, 1]);
    await rename("is null and name = 'INBOX'", "'inbox'");
    expect(await run()).toBe('ok');
    expect([(await letters()).length, (await letters(other)).length]).toEqual([1, 1]);
  });
});
