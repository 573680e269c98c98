import { PgFolders } from '@cachet/mailstore';
import type { Bal, Person } from '@cachet/mss-core';
import { PgCompliance, PgDeliveries, PgJournal, PgPeople, PgRouting } from '@cachet/schema';
import { fictionalIdNat, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { UNWATCHED } from './job.js';
import { tendInactiveBalsJob } from './tend-inactive-bals.js';

const DAY_MS = 86_400_000;
const YEAR = { afterMs: 365 * DAY_MS, warningMs: 62 * DAY_MS };

let world: ApiWorld;
let opening: Date;
let tenant: TestTenant;
let holder: Person;
let bal: Bal;
let faults: unknown[];

beforeAll(async () => {
  world = await ApiWorld.start();
  opening = world.now;
});
afterAll(() => world.stop());
beforeEach(async () => {
  faults = [];
  world.now = opening;
  tenant = await TestTenant.create(world.database);
  holder = await tenant.person();
  bal = await tenant.bal({ responsible: holder });
  await world.deliver(tenant, bal, 'From: a@b.fr\nSubject: Bilan\n\nBonjour\n');
});

/** The job as it runs that many days after the BAL was opened. */
async function onDay(day: number, policy = YEAR): Promise<string> {
  world.now = new Date(opening.getTime() + day * DAY_MS);
  const job = tendInactiveBalsJob(world.database, world.safe, policy, {
    error: (facts) => void faults.push(facts),
  });
  return job.run(
    {
      actor: { kind: 'system', name: 'jobs:bals.tend' },
      ...{ means: 'job', at: world.now, correlationId: 'c', remoteAddress: null },
    },
    UNWATCHED,
  );
}

const inTenant = <R>(text: string, values: readonly unknown[] = []) =>
  world.database.withTenant(tenant.context(), (sql) => sql.query<R>(text, values));
const inbox = (of = bal) =>
  world.database.withTenant(tenant.context(), async (sql) => {
    const folders = await new PgFolders(sql, world.safe, of.id).list();
    return folders.find(({ specialUse }) => specialUse === 'inbox')?.messages ?? 0;
  });
const closures = async () =>
  (await world.traces(tenant)).map(({ kind }) => kind).filter((kind) => /^bal\.clos/.test(kind));
const raised = (kind: 'bal.unused' | 'bal.closed') =>
  world.database.withTenant(tenant.context(), (sql) => new PgCompliance(sql).lastOf(kind));
const route = async (of = bal) =>
  (await new PgRouting(world.database).routesOf([of.address])).get(of.address);

async function signInByMail(day: number, of = bal): Promise<void> {
  const at = new Date(opening.getTime() + day * DAY_MS);
  const actor = { kind: 'person', idNat: holder.idNat, name: 'x', proof: 'psc' } as const;
  await world.database.withTenant(tenant.context({ at, actor }), (sql) =>
    new PgJournal(sql).record([{ kind: 'session.opened', outcome: 'ok', balId: of.id }]),
  );
}

describe('EX_GBM_6010: a BAL that nobody opens', () => {
  it('is announced two months before, to its managers and in its inbox, once', async () => {
    await onDay(302);
    expect(await closures()).toEqual([]);
    await onDay(303);
    await onDay(304);
    expect(await closures()).toEqual(['bal.closureAnnounced']);
    expect(await inbox()).toBe(2);
    const closesAt = new Date(opening.getTime() + 365 * DAY_MS).toISOString();
    expect(await raised('bal.unused')).toMatchObject({
      severity: 'warning',
      facts: { balId: bal.id, closesAt },
    });
    expect(await route()).toMatchObject({ state: 'active' });
  });

  it('is closed after a year and emptied for good: no address, no access, no octet; its traces stay', async () => {
    await onDay(303);
    await onDay(364);
    expect(await closures()).toEqual(['bal.closureAnnounced']);
    await onDay(365);
    expect(await closures()).toEqual(['bal.closureAnnounced', 'bal.closed']);
    expect(await route()).toBeUndefined();
    for (const table of ['mail_message', 'mail_message_chunk', 'mail_folder', 'mail_item', 'bal_closure'])
      expect([table, await inTenant(`select from ${table}`)]).toEqual([table, []]);
    expect(
      await inTenant('select from bal_access where ends_at is null or ends_at > $1', [world.now]),
    ).toEqual([]);
    expect(await raised('bal.closed')).toMatchObject({ facts: { balId: bal.id } });
    expect((await world.traces(tenant)).some(({ kind }) => kind === 'bal.emptied')).toBe(true);
    expect(faults).toEqual([]);
  });

  it('RE_GBM_4330: leaves its address to nobody', async () => {
    await onDay(303);
    await onDay(365);
    await expect(tenant.bal({ address: bal.address })).rejects.toThrow(/address/i);
  });

  it.each([
    ['by a mail program', (day: number) => signInByMail(day)],
    [
      'by the portal',
      async (day: number) => {
        world.now = new Date(opening.getTime() + day * DAY_MS);
        await world.signIn(holder);
      },
    ],
  ])(
    'stays when its holder comes back %s in the last days, and has a whole year again',
    async (_, signIn) => {
      await onDay(303);
      await signIn(360);
      await onDay(365);
      expect(await closures()).toEqual(['bal.closureAnnounced', 'bal.closureTakenBack']);
      await onDay(366);
      expect(await route()).toMatchObject({ state: 'active' });
      await onDay(360 + 303);
      await onDay(360 + 365);
      expect((await closures()).slice(2)).toEqual(['bal.closureAnnounced', 'bal.closed']);
    },
  );

  it('EX_PBA_5100: stays when its holder came by the number they bore before it was corrected', async () => {
    world.now = new Date(opening.getTime() + 300 * DAY_MS);
    await world.signIn(holder);
    const corrected = new Date(opening.getTime() + 301 * DAY_MS);
    await world.database.withTenant(tenant.context({ at: corrected }), (sql) =>
      new PgPeople(sql).renumber(holder, fictionalIdNat()),
    );
    await onDay(303);
    await onDay(600);
    expect(await closures()).toEqual([]);
    // Whoever else comes by that number since is somebody else.
    world.now = new Date(opening.getTime() + 500 * DAY_MS);
    await world.signIn(await tenant.person({ idNat: holder.idNat }));
    await onDay(603);
    expect(await closures()).toEqual(['bal.closureAnnounced']);
  });

  it('has the whole warning when the rule comes late', async () => {
    await onDay(1_000);
    await onDay(1_061);
    expect(await closures()).toEqual(['bal.closureAnnounced']);
    await onDay(1_062);
    expect(await closures()).toEqual(['bal.closureAnnounced', 'bal.closed']);
  });

  it('is emptied by the next run when the first was killed after closing it, or a notice came back into it', async () => {
    await onDay(303);
    await world.database.withTenant(tenant.context(), (sql) =>
      sql.query("update bal set state = 'suspended', closed_at = now() where id = $1", [bal.id]),
    );
    await onDay(304);
    expect(await inTenant('select from mail_message')).toEqual([]);
    await onDay(305);
    expect(faults).toEqual([]);
  });

  it('whose neighbour is used, applicative or suspended leaves that one alone', async () => {
    const used = await tenant.bal({ responsible: holder });
    await signInByMail(300, used);
    const software = await tenant.bal({ kind: 'applicative' });
    const suspended = await tenant.bal({ responsible: holder });
    await inTenant("update bal set state = 'suspended' where id = $1", [suspended.id]);
    await world.deliver(tenant, suspended, 'From: a@b.fr\nSubject: Bilan\n\nBonjour\n');
    await onDay(303);
    await onDay(365);
    expect(await closures()).toEqual(['bal.closureAnnounced', 'bal.closed']);
    for (const kept of [used, software]) expect(await route(kept)).toMatchObject({ state: 'active' });
    expect(await inbox(suspended)).toBe(1);
  });

  it('of another structure is not seen, and one BAL that fails keeps no other waiting', async () => {
    const other = await TestTenant.create(world.database);
    const neighbour = await other.bal({ responsible: await other.person() });
    const beside = await tenant.bal({ responsible: holder });
    await inTenant('delete from mail_folder where bal_id = $1', [bal.id]);
    expect(await onDay(303)).toBe('incomplete');
    expect(faults).toHaveLength(1);
    const [announced] = await world.database.withTenant(other.context(), (sql) =>
      sql.query<{ bal_id: string }>('select bal_id from bal_closure'),
    );
    expect(announced?.bal_id).toBe(neighbour.id);
    expect(await inTenant('select bal_id from bal_closure')).toEqual([{ bal_id: beside.id }]);
  });

  it('is not deleted without a warning: such a rule is refused at the start', () => {
    for (const warningMs of [0, YEAR.afterMs])
      expect(() =>
        tendInactiveBalsJob(world.database, world.safe, { ...YEAR, warningMs }, { error: () => undefined }),
      ).toThrow('CACHET_INACTIVE_BAL_WARNING');
  });
});

describe('A letter that waits to leave a BAL about to be closed', () => {
  it('leaves, and only then is gone', async () => {
    const messageId = (await inTenant<{ id: string }>('select id from mail_message'))[0]?.id ?? '';
    await world.database.withTenant(tenant.context(), (sql) =>
      new PgDeliveries(sql).add([
        {
          ...{
            id: crypto.randomUUID(),
            direction: 'outbound',
            balId: bal.id,
            messageId,
            sender: bal.address,
          },
          ...{ recipient: bal.address, size: 10, state: 'queued' },
        },
      ]),
    );
    await onDay(303);
    await onDay(365);
    expect(await inTenant('select id from mail_message')).toEqual([{ id: messageId }]);
  });
});
