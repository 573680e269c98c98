import {
  DELETED,
  FLAGGED,
  type Flag,
  type FolderStore,
  SEEN,
  type SearchKey,
  type TenantContext,
  uidSetOf,
} from '@cachet/mss-core';
import { fixedContext, newTenantId } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { granted, MailWorld, type OpenBal, testSafe } from '../mail-world.contract.js';
import { isShortWork } from '../search/search-limits.js';
import { inViewedBal } from './in-viewed-bal.js';
import { openViewedMail, type ViewedMail } from './viewed-mail.js';

const LABEL = '$Label1' as Flag;

let world: MailWorld;
let mail: ViewedMail;
let bal: OpenBal;
let inbox: string;
let readings = 0;

beforeAll(async () => {
  world = await MailWorld.open();
  const { database } = world;
  const atOnce: typeof database.atOnce = (statements) => {
    readings += 1;
    return database.atOnce(statements);
  };
  const counted = {
    ...{ atOnce, changes: database.changes },
    alone: database.alone.bind(database),
    withTenant: database.withTenant.bind(database),
  };
  mail = openViewedMail(counted, testSafe(database));
  bal = await world.bal();
  ({ id: inbox } = await bal.folder('inbox'));
  for (let n = 1; n <= 6; n += 1) {
    const letter = await world.newItem(`n° ${n} ${'x'.repeat(n * 100)}`);
    await bal.run(async (folders) => granted(await folders.append(inbox, [letter])));
  }
  await bal.run(async (folders) => {
    granted(await folders.storeFlags(inbox, uidSetOf([2, 3]), { mode: 'add', flags: [SEEN] }));
    granted(await folders.storeFlags(inbox, uidSetOf([3, 5]), { mode: 'add', flags: [FLAGGED, LABEL] }));
    granted(await folders.storeFlags(inbox, uidSetOf([1]), { mode: 'add', flags: [DELETED] }));
    granted(await folders.expunge(inbox, uidSetOf([1])));
  });
});
afterAll(() => world.close());

const viewed = <T>(work: (folders: FolderStore) => Promise<T>, context: TenantContext = bal.context) =>
  inViewedBal(mail, context, bal.id, ({ folders }) => work(folders));

const flag = (named: Flag, present = true): SearchKey => ({ kind: 'flag', flag: named, present });
const now = new Date('2026-11-29T12:00:00Z');
const ITEM_KEYS: readonly SearchKey[] = [
  { kind: 'all' },
  flag(SEEN),
  flag(SEEN, false),
  flag(LABEL),
  { kind: 'not', key: flag(FLAGGED) },
  { kind: 'and', keys: [flag(FLAGGED), flag(SEEN)] },
  { kind: 'or', keys: [flag(FLAGGED), flag(SEEN)] },
  { kind: 'or', keys: [] },
  { kind: 'and', keys: [] },
  {
    kind: 'uid',
    uids: [
      { first: 1, last: 2 },
      { first: 5, last: Number.POSITIVE_INFINITY },
    ],
  },
  { kind: 'modseq', atLeast: 8 },
  { kind: 'size', largerThan: 300 },
  { kind: 'size', smallerThan: 400 },
  { kind: 'internalDay', from: '2020-01-01' },
  { kind: 'savedDay', before: '2020-01-01' },
  { kind: 'age', now, youngerThan: 3600 },
  { kind: 'age', now, olderThan: 3600 },
];

describe('a search that items alone decide', () => {
  it.each(ITEM_KEYS)('answers from memory what the database answers: %j', async (key) => {
    await viewed((folders) => folders.open(inbox));
    readings = 0;
    const found = await viewed((folders) => folders.search(inbox, key));
    expect(readings).toBe(0);
    expect(found).toEqual(await bal.run((folders) => folders.search(inbox, key)));
  });

  it('leaves to the database what would take long: nobody else is served meanwhile', () => {
    const keys = Array.from({ length: 900 }, () => flag(SEEN));
    expect(isShortWork({ kind: 'and', keys }, 100_000)).toBe(false);
    expect(isShortWork({ kind: 'not', key: { kind: 'or', keys } }, 100_000)).toBe(false);
    expect(isShortWork(flag(SEEN), 100_000)).toBe(true);
  });

  it('asks the database for what is in the letters', async () => {
    await viewed((folders) => folders.open(inbox));
    readings = 0;
    const key: SearchKey = { kind: 'and', keys: [flag(SEEN, false), { kind: 'text', contains: 'n° 4' }] };
    expect(granted(await viewed((folders) => folders.search(inbox, key)))).toEqual([4]);
    expect(readings).toBeGreaterThan(0);
  });

  it('finds nothing for a neighbour who asks by the same folder', async () => {
    await viewed((folders) => folders.open(inbox));
    const theirs = fixedContext(newTenantId());
    expect(granted(await viewed((folders) => folders.search(inbox, { kind: 'all' }), theirs))).toEqual([]);
  });
});
