import { randomBytes } from 'node:crypto';
import { TEST_MASTER_KEY, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailWorld } from '../mail-world.contract.js';
import { StoreDamaged, StoreUnavailable } from '../store-faults.js';
import { ConfiguredMasterKey } from './configured-master-key.js';
import { KeyRing } from './key-ring.js';
import type { MasterKey } from './master-key.js';
import { openRecord, sealRecord } from './sealed-record.js';

let world: MailWorld;
beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());

const master = new ConfiguredMasterKey(TEST_MASTER_KEY);
const newTenant = () => TestTenant.create(world.database);
const ring = (key: MasterKey = master, now?: () => number) => new KeyRing(world.database, key, now);
const rowsOf = (tenant: TestTenant) =>
  world.database.withTenant(tenant.context(), (sql) =>
    sql.query<{ version: number; wrapped: Buffer }>(
      'select version, wrapped from tenant_key order by version',
    ),
  );

describe('The key ring', () => {
  it('gives a tenant keys of its own once, whichever process asks first', async () => {
    const tenant = await newTenant();
    const rings = [ring(), ring(), ring()];
    const all = await Promise.all([...rings, ...rings].map((each) => each.for(tenant.context())));
    const [first, ...others] = all.map((keys) => keys.purposeKey('search').export().toString('hex'));
    expect(new Set(others)).toEqual(new Set([first]));
    expect((await rowsOf(tenant)).map(({ version }) => version)).toEqual([0, 1]);
    const within = await world.database.withTenant(tenant.context(), (sql) => ring().of(sql));
    expect(within.dataKey(1).equals(all[0]!.dataKey(1))).toBe(true);
  });

  it('never opens one tenant’s record with another’s key', async () => {
    const [mine, neighbour] = [await newTenant(), await newTenant()];
    const keys = ring();
    const [ours, theirs] = [await keys.for(mine.context()), await keys.for(neighbour.context())];
    const sealed = sealRecord(ours.purposeKey('search'), 'a record', Buffer.from('Compte rendu'));
    expect(openRecord(ours.purposeKey('search'), 'a record', sealed).toString()).toBe('Compte rendu');
    expect(() => openRecord(theirs.purposeKey('search'), 'a record', sealed)).toThrow(StoreDamaged);
    expect(() => openRecord(ours.purposeKey('other'), 'a record', sealed)).toThrow(StoreDamaged);
    expect(() => openRecord(ours.purposeKey('search'), 'another record', sealed)).toThrow(StoreDamaged);
  });

  it('shows a neighbour’s wrapped keys to nobody, and opens none that was carried over', async () => {
    const [mine, neighbour] = [await newTenant(), await newTenant()];
    await ring().for(mine.context());
    const [stolen] = await rowsOf(mine);
    expect(await rowsOf(neighbour)).toEqual([]);
    await world.database.withTenant(neighbour.context(), (sql) =>
      sql.query('insert into tenant_key values ($1, 0, $2, $3, now())', [neighbour.id, '1', stolen!.wrapped]),
    );
    await expect(ring().for(neighbour.context())).rejects.toThrow(StoreUnavailable);
  });

  it('forgets keys made in a transaction that was undone', async () => {
    const tenant = await newTenant();
    const keys = ring();
    const undone = world.database.withTenant(tenant.context(), async (sql) => {
      await keys.of(sql);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await rowsOf(tenant)).toEqual([]);
    const kept = await keys.for(tenant.context());
    expect(kept.dataKey(1).equals((await ring().for(tenant.context())).dataKey(1))).toBe(true);
  });

  it('with the wrong master key, or without the version that wrapped, opens nothing and makes nothing anew', async () => {
    const tenant = await newTenant();
    await ring().for(tenant.context());
    const before = await rowsOf(tenant);
    for (const wrong of [new Map([[1, randomBytes(32)]]), new Map([[2, randomBytes(32)]])]) {
      const keys = ring(new ConfiguredMasterKey(wrong));
      await expect(keys.for(tenant.context())).rejects.toThrow(StoreUnavailable);
      await expect(keys.prove(tenant.context())).rejects.toThrow(StoreUnavailable);
    }
    expect(await rowsOf(tenant)).toEqual(before);
    await expect(ring().prove(tenant.context())).resolves.toBeUndefined();
  });

  it('opens what an older version of the master key wrapped, once it is given with the newest', async () => {
    const tenant = await newTenant();
    const old = await ring().for(tenant.context());
    const both = new ConfiguredMasterKey(new Map([...TEST_MASTER_KEY, [2, randomBytes(32)]]));
    expect((await ring(both).for(tenant.context())).dataKey(1).equals(old.dataKey(1))).toBe(true);
    expect((await both.wrap(randomBytes(32), 'x')).master).toBe('2');
  });

  it('asks the master key once for a tenant, however many need it, and sees a new version within a minute', async () => {
    const tenant = await newTenant();
    await ring().for(tenant.context());
    let asked = 0;
    const counted: MasterKey = {
      wrap: (key, owner) => master.wrap(key, owner),
      unwrap: (key, owner) => {
        asked += 1;
        return master.unwrap(key, owner);
      },
    };
    let now = 0;
    const keys = ring(counted, () => now);
    await Promise.all([1, 2, 3, 4].map(() => keys.for(tenant.context())));
    expect(asked).toBe(2);
    const added = await keys.newKey(tenant.id, 2);
    await world.database.withTenant(tenant.context(), (sql) =>
      sql.query('insert into tenant_key values ($1, 2, $2, $3, now())', [
        ...[tenant.id, added.master, added.wrapped],
      ]),
    );
    expect((await keys.for(tenant.context())).version).toBe(1);
    now = 60_001;
    expect((await keys.for(tenant.context())).version).toBe(2);
    expect(asked).toBe(3);
  });
});
