import { DELETED, type SearchKey } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MailWorld, OpenBal } from '../mail-world.contract.js';
import { StoreDamaged } from '../store-faults.js';
import { packTexts } from './pack-texts.js';
import { PgSearchPacks } from './pg-search-packs.js';

let world: MailWorld;
let bal: OpenBal;
let inbox: string;

beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  bal = await world.bal();
  inbox = (await bal.folder('inbox')).id;
});

const said = (contains: string): SearchKey => ({ kind: 'text', contains });

async function fill(count: number): Promise<void> {
  const items = await Promise.all(
    Array.from({ length: count }, async (_, n) => ({
      message: await world.letter(`Consultation ${bal.id} ${n}`, `canari ${n}x Éosinophiles.`),
      flags: [DELETED],
      internalDate: new Date('2026-11-03T09:00:00Z'),
    })),
  );
  await bal.act((folders) => folders.append(inbox, items));
}

async function found(contains: string, where = bal): Promise<readonly number[]> {
  const outcome = await where.run((folders) => folders.search(inbox, said(contains)));
  return outcome.ok ? outcome.value : [];
}

const packIds = (where: OpenBal) =>
  where.run(async (_, sql) => {
    const rows = await sql.query<{ id: string }>('select id from mail_search_pack where bal_id = $1', [
      where.id,
    ]);
    return rows.map(({ id }) => id);
  });

const pack = () => packTexts(world.database, world.tenant.context(), world.safe);

describe('the texts of a BAL', () => {
  it('are packed by the first search that reads many, and serve the next ones', async () => {
    await fill(40);
    expect(await found('canari 7x éOSIN')).toEqual([8]);
    expect(await packIds(bal)).toHaveLength(1);
    await withoutBytes(async () => {
      expect(await found('canari 39x')).toEqual([40]);
      expect(await found('consultation')).toHaveLength(40);
    });
  });

  it('are packed in the background when many have come, once', async () => {
    await fill(130);
    expect(await pack()).toBe(128);
    expect(await packIds(bal)).toHaveLength(1);
    expect(await pack()).toBe(0);
    expect(await found('canari 129x')).toEqual([130]);
    expect(await found('canari 5x')).toEqual([6]);
  });

  it('EX_GBM_6010: leave with their message, and what was packed beside it is found still', async () => {
    await fill(40);
    await found('canari');
    const before = await packIds(bal);
    await bal.act((folders) => folders.expunge(inbox, [{ first: 8, last: 8 }]));
    expect(await packIds(bal)).not.toEqual(expect.arrayContaining(before));
    expect(await found('canari 7x')).toEqual([]);
    expect(await found('canari 8x')).toEqual([9]);
  });

  it('of a message that is being removed while it is packed are not kept', async () => {
    await fill(40);
    await bal.run(async (folders) => {
      await folders.expunge(inbox, [{ first: 1, last: 1 }]);
      // Another session searches while the removal is not committed yet: it still sees the message, and does not keep its text.
      expect(await found('canari 0x')).toEqual([1]);
    });
    expect(await world.count(`mail_search_entry where bal_id = '${bal.id}'`)).toBe(39);
    expect(await found('canari 0x')).toEqual([]);
  });

  it('of one folder that is damaged keep no other folder waiting', async () => {
    await fill(70);
    await asOwner(
      `update mail_message_chunk set bytes = set_byte(bytes, 9, get_byte(bytes, 9) # 1)
        where message_id in (select message_id from mail_item where folder_id = '${inbox}' and uid = 3)`,
    );
    const damaged = { bal, inbox };
    bal = await world.bal();
    inbox = (await bal.folder('inbox')).id;
    await fill(64);
    const faults: unknown[] = [];
    const context = world.tenant.context();
    const packed = await packTexts(world.database, context, world.safe, (id, fault) =>
      faults.push(id, fault),
    );
    expect(faults).toEqual([damaged.inbox, expect.any(StoreDamaged)]);
    expect(packed).toBe(64);
    expect(await packIds(damaged.bal)).toEqual([]);
  });

  it('lie in the database in no readable form', async () => {
    await fill(40);
    await found('canari');
    const rows = await bal.run((_, sql) =>
      sql.query<{ row: string; sealed: Buffer }>('select p::text as row, sealed from mail_search_pack p'),
    );
    for (const { row, sealed } of rows) {
      for (const word of ['canari', 'osinophiles', 'Consultation']) {
        expect(row).not.toContain(word);
        expect(sealed.includes(word)).toBe(false);
      }
    }
  });

  it('are nobody else’s: neither another structure nor another BAL opens them', async () => {
    await fill(40);
    await found('canari');
    const [id] = await packIds(bal);
    const neighbour = await TestTenant.create(world.database);
    const { id: theirs } = await neighbour.bal();
    const theirBal = new OpenBal(world.database, world.safe, neighbour.context(), theirs);
    expect(await found('canari', theirBal)).toEqual([]);
    expect(
      await theirBal.run((_, sql) => new PgSearchPacks(sql, world.safe, bal.id).open(id ?? '')),
    ).toBeNull();
    const sibling = await world.bal();
    expect(await found('canari', sibling)).toEqual([]);
    expect(
      await sibling.run((_, sql) => new PgSearchPacks(sql, world.safe, sibling.id).open(id ?? '')),
    ).toBeNull();
  });

  it('are never shown when they are not those that were sealed', async () => {
    await fill(40);
    await found('canari');
    const [id = ''] = await packIds(bal);
    await asOwner(
      `update mail_search_pack set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where id = '${id}'`,
    );
    await expect(bal.run((_, sql) => new PgSearchPacks(sql, world.safe, bal.id).open(id))).rejects.toThrow(
      StoreDamaged,
    );
  });
});

/** With every byte of this BAL’s messages out of reach. */
async function withoutBytes(work: () => Promise<void>): Promise<void> {
  await asOwner('alter table mail_message_chunk rename to mail_message_chunk_away');
  try {
    await work();
  } finally {
    await asOwner('alter table mail_message_chunk_away rename to mail_message_chunk');
  }
}

/** With the rights that the application has not, in the tenant of this file. */
async function asOwner(statement: string): Promise<void> {
  const client = new Client({ connectionString: world.temporary.ownerUrl });
  await client.connect();
  try {
    await client.query("select set_config('app.tenant_id', $1, false)", [world.tenant.context().tenantId]);
    await client.query(statement);
  } finally {
    await client.end();
  }
}
