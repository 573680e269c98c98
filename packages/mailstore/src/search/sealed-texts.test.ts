import { ALL_UIDS, DELETED, type SearchKey } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { itemsIn } from '../folders/item-rows.js';
import { PgFolders } from '../folders/pg-folders.js';
import type { MailSafe } from '../mail-safe.js';
import { MailWorld, OpenBal } from '../mail-world.contract.js';
import { StoreUnavailable } from '../store-faults.js';
import { removeLeaving } from '../upkeep/remove-leaving.js';
import { packTexts } from './pack-texts.js';
import { PgSearchPacks } from './pg-search-packs.js';
import { readTexts } from './read-texts.js';
import { type PackedMessage, packedMessage } from './search-pack.js';

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
  it('serve searches once they are packed', async () => {
    await fill(64);
    expect(await found('canari 7x éOSIN')).toEqual([8]);
    expect(await packIds(bal)).toEqual([]);
    expect(await pack()).toBe(64);
    expect(await packIds(bal)).toHaveLength(1);
    await withoutBytes(async () => {
      expect(await found('canari 39x')).toEqual([40]);
      expect(await found('consultation')).toHaveLength(64);
    });
  });

  it('are packed when many have come, once', async () => {
    await fill(130);
    expect(await pack()).toBe(128);
    expect(await packIds(bal)).toHaveLength(1);
    expect(await pack()).toBe(0);
    expect(await found('canari 129x')).toEqual([130]);
    expect(await found('canari 5x')).toEqual([6]);
  });

  it('EX_GBM_6010: leave with their message, and what was packed beside it is found still', async () => {
    await fill(64);
    await pack();
    const before = await packIds(bal);
    await bal.act((folders) => folders.expunge(inbox, [{ first: 8, last: 8 }]));
    expect(await packIds(bal)).not.toEqual(expect.arrayContaining(before));
    expect(await found('canari 7x')).toEqual([]);
    expect(await found('canari 8x')).toEqual([9]);
  });

  it('of a message that is being removed are not packed', async () => {
    await fill(64);
    await bal.run(async (folders) => {
      await folders.expunge(inbox, [{ first: 1, last: 1 }]);
      // Not committed yet: others still see the message, and leave it out.
      await pack();
    });
    expect(await world.count(`mail_search_entry where bal_id = '${bal.id}'`)).toBe(63);
    expect(await found('canari 0x')).toEqual([]);
  });

  it('EX_GBM_6010: of messages removed while they are packed leave too, however many', async () => {
    await fill(120);
    const messages = await bal.run(readAll);
    await bal.run(async (_, sql) => {
      await new PgSearchPacks(sql, world.safe, bal.id).keep(messages);
      await bal.act((folders) => folders.expunge(inbox, ALL_UIDS));
    });
    expect(await world.count(`mail_message where id = any('{${messages.map((m) => m.messageId)}}')`)).toBe(
      120,
    );
    expect(await removeLeaving(world.database, world.tenant.context())).toBe(120);
    expect(await packIds(bal)).toEqual([]);
    expect(await world.count(`mail_message where id = any('{${messages.map((m) => m.messageId)}}')`)).toBe(0);
    expect(await world.count('mail_message_leaving')).toBe(0);
  });

  it('of one message that lies twice in a folder are packed once', async () => {
    await fill(64);
    await bal.act((folders) => folders.copy(inbox, [{ first: 1, last: 2 }], inbox));
    expect(await pack()).toBe(64);
    expect(await pack()).toBe(0);
    expect(await found('canari 1x')).toEqual([2, 66]);
  });

  it('that a removed neighbour took along are packed again', async () => {
    await fill(100);
    expect(await pack()).toBe(100);
    await bal.act((folders) => folders.expunge(inbox, [{ first: 8, last: 8 }]));
    expect(await pack()).toBe(99);
    expect(await found('canari 8x')).toEqual([9]);
  });

  it('lie in the database in no readable form', async () => {
    await fill(64);
    await pack();
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
    await fill(64);
    await pack();
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

  it('are read from their letters when the pack is not what was sealed', async () => {
    await fill(64);
    await pack();
    const [id = ''] = await packIds(bal);
    await asOwner(
      `update mail_search_pack set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where id = '${id}'`,
    );
    // As the portal searches, which may write nothing.
    const reading = new PgFolders(world.database.reading(bal.context), world.safe, bal.id);
    expect(await reading.search(inbox, said('canari 7x'))).toMatchObject({ ok: true, value: [8] });
    expect(await packIds(bal)).toEqual([id]);
    expect(await found('canari 7x')).toEqual([8]);
    expect(await packIds(bal)).toEqual([]);
    expect(await pack()).toBe(64);
  });

  it('of one message that is damaged keep no other waiting, and are told of', async () => {
    await fill(70);
    const spoilt = async (uid: number, change: (id: string) => string) => {
      const [item] = await bal.run((folders) => folders.items(inbox, [{ first: uid, last: uid }]));
      await asOwner(change(item?.messageId ?? ''));
      return item?.messageId ?? '';
    };
    const flipped = (column: string) => `set ${column} = set_byte(${column}, 9, get_byte(${column}, 9) # 1)`;
    const damaged = [
      await spoilt(3, (id) => `update mail_message_chunk ${flipped('bytes')} where message_id = '${id}'`),
      await spoilt(5, (id) => `update mail_message ${flipped('sealed_structure')} where id = '${id}'`),
    ];
    const told: string[] = [];
    const safe: MailSafe = { ...world.safe, report: ({ message }) => told.push(message) };
    const here = new OpenBal(world.database, safe, bal.context, bal.id);
    expect(await found('canari', here)).toHaveLength(68);
    for (const id of damaged) expect(told).toContainEqual(expect.stringContaining(id));
    expect(await packTexts(world.database, bal.context, safe)).toBe(68);
    expect(await packIds(bal)).toHaveLength(1);
    expect(await found('canari', here)).toHaveLength(68);
    expect(await packTexts(world.database, bal.context, safe)).toBe(0);
  });

  it('of a folder that cannot be read for the moment keep no other folder waiting', async () => {
    await fill(70);
    const out = { bal, inbox };
    bal = await world.bal();
    inbox = (await bal.folder('inbox')).id;
    await fill(64);
    const outage = new StoreUnavailable('no answer');
    let times = 0;
    const keys = {
      of: (...asked: Parameters<MailSafe['keys']['of']>) =>
        times++ === 0 ? Promise.reject(outage) : world.safe.keys.of(...asked),
    };
    const safe = { ...world.safe, keys: keys as MailSafe['keys'] };
    const faults: unknown[] = [];
    const packed = await packTexts(world.database, bal.context, safe, (id, fault) => faults.push(id, fault));
    expect(faults).toEqual([out.inbox, outage]);
    expect(packed).toBe(64);
    expect(await packIds(out.bal)).toEqual([]);
  });
});

async function readAll(_: unknown, sql: TenantSql): Promise<readonly PackedMessage[]> {
  const messages: PackedMessage[] = [];
  const items = await itemsIn(sql, bal.id, inbox, ALL_UIDS);
  for await (const [, message] of readTexts(sql, world.safe, bal.id, items))
    if (message) messages.push(packedMessage(message));
  return messages;
}

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
