import { type Bal, type OutsideLetter, type Person, RelayAway } from '@cachet/mss-core';
import { PgCompliance, PgDirectorySettings, PgJournal, PgOwnBals } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { UNWATCHED } from './job.js';
import { unpublishUnopenedJob } from './unpublish-unopened.js';

const DAY_MS = 86_400_000;

let world: ApiWorld;
let opening: Date;
let tenant: TestTenant;
let holder: Person;
let bal: Bal;
/** Ordinary mail: what was sent, whether the relay is away, and an address that it refuses. */
let outside: { readonly sent: OutsideLetter[]; isAway: boolean; refuses?: string };
let faults: number;

beforeAll(async () => {
  world = await ApiWorld.start();
  opening = world.now;
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.now = opening;
  [outside, faults] = [{ sent: [], isAway: false }, 0];
  tenant = await TestTenant.create(world.database, { kind: 'structure' });
  holder = await tenant.person();
  bal = await tenant.bal({ responsible: holder });
});

const dayOf = (day: number) => new Date(opening.getTime() + day * DAY_MS);
/** The job as it runs that many days after the BAL were opened. */
function onDay(day: number): Promise<string> {
  world.now = dayOf(day);
  const send = async (letter: OutsideLetter) => {
    if (outside.isAway) throw new RelayAway('no answer');
    if (letter.to === outside.refuses) throw new Error('550 no such user');
    outside.sent.push(letter);
  };
  const log = {
    error: () => {
      faults += 1;
    },
  };
  const actor = { kind: 'system', name: 'jobs:bals.unpublish' } as const;
  const act = { actor, means: 'job', at: world.now, correlationId: 'c', remoteAddress: null } as const;
  return unpublishUnopenedJob(world.database, { send }, log).run(act, UNWATCHED);
}

const inTenant = <R>(text: string, of = tenant) =>
  world.database.withTenant(of.context(), (sql) => sql.query<R>(text));
const traces = async (of = tenant) =>
  (await world.traces(of)).map(({ kind }) => kind).filter((kind) => /^bal\.(unpub|repub)/.test(kind));
const causes = async (of: Bal = bal, at = world.now) =>
  world.database.withTenant(tenant.context({ at }), async (sql) =>
    (await new PgOwnBals(sql).among([of.id])).flatMap(({ listeRouge }) => listeRouge),
  );

async function signInByMail(day: number, of = bal, outcome = 'ok'): Promise<void> {
  const actor = { kind: 'person', idNat: holder.idNat, name: 'x', proof: 'psc' } as const;
  await world.database.withTenant(tenant.context({ at: dayOf(day), actor }), (sql) =>
    new PgJournal(sql).record([
      { kind: outcome === 'ok' ? 'session.opened' : 'session.refused', outcome, balId: of.id },
    ]),
  );
}

describe('EX_GBM_4440: a BAL of more than a year that nobody opens', () => {
  it('is told of forty-five days after the last sign-in, and on the liste rouge after sixty', async () => {
    await signInByMail(400);
    await onDay(444);
    expect(await traces()).toEqual([]);
    await onDay(445);
    await onDay(446);
    expect(await traces()).toEqual(['bal.unpublishingAnnounced']);
    const raised = await world.database.withTenant(tenant.context(), (sql) =>
      new PgCompliance(sql).lastOf('bal.unopened'),
    );
    expect(raised).toMatchObject({
      severity: 'warning',
      facts: { bals: 1, balId: bal.id, unpublishedFrom: dayOf(460).toISOString() },
    });
    await onDay(460);
    expect(await causes()).toEqual([]);
    await onDay(461);
    await onDay(462);
    expect(await causes()).toEqual(['inactivity']);
    expect(await traces()).toEqual(['bal.unpublishingAnnounced', 'bal.unpublished']);
  });

  it.each([
    ['by a mail program', (day: number) => signInByMail(day)],
    [
      'by the portal',
      async (day: number) => {
        world.now = dayOf(day);
        await world.signIn(holder);
      },
    ],
  ])('is shown again once somebody came back %s, but for what its holders chose', async (_, signIn) => {
    await onDay(400);
    await onDay(416);
    await inTenant(`insert into liste_rouge_choice (tenant_id, bal_id, wanted, chosen_at)
                    select tenant_id, id, true, now() from bal`);
    expect(await causes()).toEqual(['choice', 'inactivity']);
    await signInByMail(417, bal, 'authenticationFailed');
    await onDay(418);
    expect(await causes()).toHaveLength(2);
    await signIn(419);
    await onDay(420);
    expect(await causes()).toEqual(['choice']);
    await onDay(463);
    expect(await traces()).toEqual(['bal.unpublishingAnnounced', 'bal.unpublished', 'bal.republished']);
    await onDay(464);
    expect((await traces()).at(-1)).toBe('bal.unpublishingAnnounced');
  });

  it('stays in sight when somebody signs in before, and is told anew each time', async () => {
    await onDay(400);
    await signInByMail(410);
    await onDay(416);
    expect(await traces()).toEqual(['bal.unpublishingAnnounced', 'bal.unpublishingTakenBack']);
    await onDay(455);
    await onDay(470);
    expect(await causes()).toEqual([]);
    await onDay(471);
    expect(await causes()).toEqual(['inactivity']);
  });

  it('is left alone at eleven months, of test, applicative, suspended or used; a neighbour’s is told to the neighbour', async () => {
    const software = await tenant.bal({ kind: 'applicative' });
    const suspended = await tenant.bal({ responsible: holder });
    const used = await tenant.bal({ responsible: holder });
    const trial = await tenant.bal({ responsible: holder });
    await inTenant(`update bal set state = 'suspended' where id = '${suspended.id}'`);
    await inTenant(`update bal set is_test = true where id = '${trial.id}'`);
    const other = await TestTenant.create(world.database, { kind: 'structure' });
    const neighbour = await other.bal({ responsible: await other.person() });
    await onDay(335);
    expect(await traces()).toEqual([]);
    await signInByMail(380, used);
    await onDay(400);
    await onDay(416);
    expect(await inTenant('select bal_id from bal_directory')).toEqual([{ bal_id: bal.id }]);
    expect(await inTenant('select bal_id from bal_directory', other)).toEqual([{ bal_id: neighbour.id }]);
    expect(await traces(other)).toEqual(['bal.unpublishingAnnounced', 'bal.unpublished']);
    for (const kept of [software, used]) expect(await causes(kept)).toEqual([]);
  });

  it('is told and hidden once by two runners at once', async () => {
    for (let n = 0; n < 20; n += 1) await tenant.bal({ responsible: holder });
    await Promise.all([onDay(400), onDay(400)]);
    await Promise.all([onDay(416), onDay(416)]);
    await signInByMail(417);
    await Promise.all([onDay(418), onDay(418)]);
    const kinds = await traces();
    const times = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(['bal.unpublishingAnnounced', 'bal.unpublished', 'bal.republished'].map(times)).toEqual([
      21, 21, 1,
    ]);
    const told = await inTenant("select from compliance_event where kind = 'bal.unopened'");
    expect(told).toHaveLength(1);
  });

  it('leaves what managers set of it to them: the job changes no version that they read', async () => {
    const settings = (work: (kept: PgDirectorySettings) => Promise<unknown>) =>
      world.database.withTenant(tenant.context(), (sql) => work(new PgDirectorySettings(sql)));
    const read = await world.database.withTenant(tenant.context(), (sql) =>
      new PgDirectorySettings(sql).of(bal.id),
    );
    await onDay(400);
    expect(await settings((kept) => kept.put(bal.id, { ...read, service: 'Urgences' }))).toBe(true);
    await onDay(416);
    expect(await causes()).toEqual(['inactivity']);
    expect(await settings((kept) => kept.of(bal.id))).toMatchObject({ service: 'Urgences', version: 1 });
  });

  it('is told of where each of its users chose, outside the trust space, once; again when the relay is back', async () => {
    const colleague = await tenant.person({ alertAddress: 'n.belkacem@exemple.fr' });
    await tenant.access(bal.id, colleague, { role: 'delegate' });
    const gone = await tenant.person({ alertAddress: 'parti@exemple.fr' });
    await tenant.access(bal.id, gone, { role: 'delegate', endsAt: dayOf(10) });
    const stranger = await tenant.bal({
      responsible: await tenant.person({ alertAddress: 'autre@exemple.fr' }),
    });
    await signInByMail(390, stranger);
    outside.isAway = true;
    expect(await onDay(400)).toBe('incomplete');
    expect([outside.sent, faults]).toEqual([[], 1]);
    outside.isAway = false;
    expect(await onDay(400.05)).toBe('ok');
    await onDay(401);
    const [letter, ...others] = outside.sent;
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ to: 'n.belkacem@exemple.fr', id: `${bal.id}.${dayOf(415).getTime()}.0` });
    expect(letter?.subject).toContain('dépubliée pour cause d’inactivité');
    expect(letter?.text).toContain(bal.address);
    expect(await traces()).toEqual(['bal.unpublishingAnnounced', 'bal.unpublishingWarned']);
    await signInByMail(402);
    await onDay(403);
    await onDay(450);
    // Anew for her, and for the first time for the other BAL.
    expect(outside.sent.map(({ to }) => to).sort()).toEqual([
      ...['autre@exemple.fr', 'n.belkacem@exemple.fr', 'n.belkacem@exemple.fr'],
    ]);
  });

  it('writes to the others when an address is refused, to none when the relay is away, and leaves fifteen days after the letter', async () => {
    for (const alertAddress of ['a@exemple.fr', 'b@exemple.fr', 'c@exemple.fr', '']) {
      const user = await tenant.person({ alertAddress });
      await tenant.access(bal.id, user, { role: 'delegate' });
    }
    const second = await tenant.bal({ responsible: holder });
    await tenant.access(second.id, await tenant.person({ alertAddress: 'd@exemple.fr' }), {
      role: 'delegate',
    });
    outside.isAway = true;
    await onDay(400);
    // The first letter that nobody takes is the last that is tried.
    expect(faults).toBe(1);
    [outside.isAway, outside.refuses] = [false, 'b@exemple.fr'];
    expect(await onDay(410)).toBe('incomplete');
    await onDay(411);
    expect(outside.sent.map(({ to }) => to).sort()).toEqual(['a@exemple.fr', 'c@exemple.fr', 'd@exemple.fr']);
    await onDay(424);
    expect(await causes()).toEqual([]);
    await onDay(426);
    expect(await causes()).toEqual(['inactivity']);
  });

  it('has its sixty days again once it is open again: nobody can come to a suspended one', async () => {
    await signInByMail(370);
    await onDay(420);
    expect(await traces()).toEqual(['bal.unpublishingAnnounced']);
    await world.database.withTenant(tenant.context({ at: dayOf(500) }), (sql) =>
      sql.query('update bal set state_at = $2 where id = $1', [bal.id, dayOf(500)]),
    );
    await onDay(501);
    expect([await causes(), (await traces()).at(-1)]).toEqual([[], 'bal.unpublishingTakenBack']);
  });

  it('counts who came by the portal, which names no BAL', async () => {
    const actor = { kind: 'person', idNat: holder.idNat, name: 'x', proof: 'psc' } as const;
    await world.database.withTenant(tenant.context({ at: dayOf(400), actor }), (sql) =>
      new PgJournal(sql).record([{ kind: 'session.opened', outcome: 'ok' }]),
    );
    await onDay(444);
    expect(await traces()).toEqual([]);
    await onDay(446);
    expect(await traces()).toEqual(['bal.unpublishingAnnounced']);
  });
});
