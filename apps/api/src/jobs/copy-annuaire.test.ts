import { COPIED_COLUMNS, type CopiedEntry, CopyRefused, type CopySource } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgCompliance } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { copyAnnuaireJob, watchCopiesJob } from './copy-annuaire.js';
import { UNWATCHED } from './job.js';

const DAY_MS = 86_400_000;
let world: ApiWorld;
let operator: TestTenant;
/** Sessions end while days go by: each signs in when they ask. */
let admin: () => Promise<string>;
let stranger: () => Promise<string>;
let key: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  world.trusted = ['ailleurs.mssante.fr'];
  operator = await TestTenant.create(world.database, { kind: 'operator' });
  const person = await operator.person();
  await operator.role(person, 'operatorAdmin');
  admin = () => world.signIn(person);
  const other = await TestTenant.create(world.database, { kind: 'structure' });
  const manager = await other.person();
  await other.role(manager, 'manager');
  stranger = () => world.signIn(manager);
  ({ key } = await operator.apiKey(['compliance:read']));
});
afterAll(() => world.stop());

describe('the daily copy of the Annuaire', () => {
  it('EX_2.1.3_5020: keeps serving for ten days when the ANS is away, and the operator is told each day', async () => {
    const copied = world.now;
    expect(await run(source(150, copied))).toBe('ok');
    for (let day = 1; day <= 10; day += 1) {
      world.now = new Date(copied.getTime() + day * DAY_MS);
      for (const _ of [1, 2]) {
        expect(await run(failing('unreachable'))).toBe('unreachable');
        await watchCopiesJob(world.database).run(act(), UNWATCHED);
      }
    }
    expect(await answers()).toMatchObject({ total: 100, asOf: copied.toISOString() });
    const raised = await events();
    expect(raised.filter(({ kind }) => kind === 'annuaire.copyUnreachable')).toHaveLength(10);
    const stale = raised.filter(({ kind }) => kind === 'annuaire.copyStale');
    expect(stale.map(({ facts }) => facts.days)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('tells once a day why one is refused, another reason at once', async () => {
    for (const objection of ['sumWrong', 'sumWrong', 'headerUnknown'] as const)
      expect(await run(failing(objection))).toBe(objection);
    const refused = (await events()).filter(({ kind }) => kind === 'annuaire.copyRefused');
    expect(refused.map(({ facts }) => facts.objection)).toEqual(['sumWrong', 'headerUnknown']);
  });

  it('awaits the yes of a person in charge at the operator when it lost much', async () => {
    expect(await run(source(40, world.now))).toBe('awaitsApproval');
    const copies = (await ask(await admin(), COPIES)).data.directoryCopies;
    expect(copies).toMatchObject([
      { kind: 'BALS', isPending: false, lineCount: 150 },
      { kind: 'BALS', isPending: true, lineCount: 40 },
    ]);
    const { sha256 } = copies[1];
    expect((await ask(key, COPIES)).data.directoryCopies).toHaveLength(2);
    expect((await ask(await stranger(), COPIES)).errors?.[0]).toMatchObject({
      extensions: { code: 'forbidden' },
    });
    for (const bearer of [await stranger(), key])
      expect(await approve(bearer, sha256)).toEqual({ code: 'forbidden' });
    expect(await approve(await admin(), 'another')).toEqual({ code: 'directoryCopyNotPending' });
    expect(await approve(await admin(), sha256)).toEqual({ isPending: false, lineCount: 40 });
    expect(await answers()).toMatchObject({ total: 40 });
    expect(await approve(await admin(), sha256)).toEqual({ code: 'directoryCopyNotPending' });
  });
});

const COPIES = '{ directoryCopies { kind isPending lineCount sha256 } }';

function ask(bearer: string, query: string) {
  return world.ask(query, bearer);
}

async function approve(bearer: string, sha256: string) {
  const { data } = await world.ask(
    'mutation ($sha256: String!) { done: directoryCopyApprove(sha256: $sha256) { ... on DirectoryCopy { isPending lineCount } ... on Refus { code } } }',
    bearer,
    { sha256 },
  );
  return data.done;
}

async function answers() {
  const { data } = await world.ask(
    '{ directorySearch(name: "rougemont", first: 100) { asOf edges { cursor } } }',
    await stranger(),
  );
  return { asOf: data.directorySearch.asOf, total: data.directorySearch.edges.length };
}

function run(from: CopySource) {
  return copyAnnuaireJob(world.database, 'bals', from).run(act(), UNWATCHED);
}

function act() {
  return {
    ...{ actor: { kind: 'system', name: 'test' } as const, means: 'job' as const, at: world.now },
    ...{ correlationId: newId(), remoteAddress: null },
  };
}

function events() {
  return world.database.withTenant(operator.context(), (sql) =>
    new PgCompliance(sql).after({ at: new Date(0), id: null }, 100),
  );
}

function failing(objection: CopyRefused['objection']): CopySource {
  return { name: 'test', open: () => Promise.reject(new CopyRefused(objection)) };
}

function source(lines: number, asOf: Date): CopySource {
  const nothing = Object.fromEntries(COPIED_COLUMNS.map((column) => [column, null]));
  const entries = Array.from(
    { length: lines },
    (_, index): CopiedEntry => ({
      ...(nothing as unknown as CopiedEntry),
      ...{ kind: 'PER', familyName: 'ROUGEMONT', address: `p${index}@ailleurs.mssante.fr` },
    }),
  );
  return {
    name: 'test',
    open: async () => ({
      file: { fileName: null, asOf, sha256: `${lines} lines` },
      batches: async function* () {
        yield entries;
      },
      badLines: () => 0,
      close: async () => undefined,
    }),
  };
}
