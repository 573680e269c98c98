import { randomBytes, randomUUID } from 'node:crypto';
import { type ByteRange, DELETED, type MessageBytes, type MessageRange, uidSetOf } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailWorld, OpenBal, whole } from '../mail-world.contract.js';
import { StoreDamaged } from '../store-faults.js';
import { octetsHeld } from './bytes-ahead.js';
import { PgMessageBytes } from './pg-message-bytes.js';

let world: MailWorld;
beforeAll(async () => {
  world = await MailWorld.open({ hasBlobs: true });
});
afterAll(() => world.close());

const letterOf = (size: number) =>
  Buffer.from(`Subject: ${randomUUID()}\r\n\r\n${randomBytes(size).toString('base64').slice(0, size)}\r\n`);

async function filed(bal: OpenBal, letters: readonly Buffer[]): Promise<string[]> {
  const { id } = await bal.folder('inbox');
  const ids: string[] = [];
  for (const bytes of letters) {
    const item = { message: await world.receive(bytes), flags: [], internalDate: new Date() };
    const { items } = await bal.act((folders) => folders.append(id, [item]));
    ids.push(items[0]?.messageId ?? '');
  }
  return ids;
}

/** The bytes of a BAL, with every visit of the database counted. */
function counted(bal: OpenBal) {
  const visits = { count: 0 };
  const database: Pick<typeof bal.database, 'withTenant'> = {
    withTenant: (context, work) => {
      visits.count += 1;
      return bal.database.withTenant(context, work);
    },
  };
  return { visits, bytes: PgMessageBytes.of(database, bal.safe, bal.context, bal.id) };
}

async function read(bytes: MessageBytes, messageId: string, range: ByteRange): Promise<Buffer | null> {
  const stored = await bytes.open(messageId, range);
  return stored && whole(stored.bytes);
}

describe('ranges of many messages read ahead', () => {
  it('cost one visit, whatever their number, and are what they would be alone', async () => {
    const bal = await world.bal();
    const letters = [300, 9_000, 30_000, 500_000, 8_000].map(letterOf);
    const ids = await filed(bal, letters);
    const { visits, bytes } = counted(bal);
    const ranges: MessageRange[] = ids.flatMap((messageId, index) => [
      { messageId, start: 0, end: 40 },
      { messageId, start: 50 + index, end: 20_000 },
    ]);
    const ahead = await bytes.ahead(ranges);
    expect(visits.count).toBe(1);
    for (const { messageId, start, end } of ranges) {
      const expected = letters[ids.indexOf(messageId)]?.subarray(start, end);
      expect(await read(ahead, messageId, { start, end })).toEqual(expected);
    }
    expect(visits.count).toBe(1);
    expect(String(await read(ahead, ids[0] ?? '', { start: 1, end: 5 }))).toBe('ubje');
    expect(visits.count).toBe(2);
  });

  it('are none of another BAL, nor of a neighbour', async () => {
    const bal = await world.bal();
    const [messageId = ''] = await filed(bal, [letterOf(300)]);
    const range = { start: 0, end: 10 };
    const neighbour = await TestTenant.create(world.database);
    const theirs = new OpenBal(world.database, world.safe, neighbour.context(), (await neighbour.bal()).id);
    for (const stranger of [await world.bal(), theirs]) {
      const ahead = await counted(stranger).bytes.ahead([{ messageId, ...range }]);
      expect(await ahead.open(messageId, range)).toBeNull();
    }
  });

  it.each([
    [
      'bytes are',
      'update mail_message_chunk set bytes = set_byte(bytes, 3, get_byte(bytes, 3) # 1) where message_id = $1',
    ],
    [
      'key is',
      'update mail_message set sealed_key = set_byte(sealed_key, 3, get_byte(sealed_key, 3) # 1) where id = $1',
    ],
  ])(
    'of a message whose %s damaged are refused when it is opened, and its neighbours’ are read',
    async (_, damage) => {
      const bal = await world.bal();
      const [good = '', bad = ''] = await filed(bal, [letterOf(300), letterOf(300)]);
      await asOwner(bal, damage, [bad]);
      const range = { start: 0, end: 20 };
      const ahead = await counted(bal).bytes.ahead([good, bad].map((messageId) => ({ messageId, ...range })));
      expect(await read(ahead, good, range)).toHaveLength(20);
      await expect(ahead.open(bad, range)).rejects.toThrow(StoreDamaged);
    },
  );

  it('of a message beside the database that left meanwhile are none, and damage only where it lies there still', async () => {
    const bal = await world.bal();
    const [leaves = '', stays = ''] = await filed(bal, [letterOf(500_000), letterOf(500_000)]);
    const range = { start: 0, end: 20 };
    const ahead = await counted(bal).bytes.ahead(
      [leaves, stays].map((messageId) => ({ messageId, ...range })),
    );
    const { tenantId } = bal.context;
    for (const id of [leaves, stays]) await world.safe.blobs.remove({ tenantId, id });
    const { id } = await bal.folder('inbox');
    await bal.act((folders) => folders.storeFlags(id, uidSetOf([1]), { mode: 'add', flags: [DELETED] }));
    await bal.act((folders) => folders.expunge(id, uidSetOf([1])));
    expect(await ahead.open(leaves, range)).toBeNull();
    await expect(ahead.open(stays, range)).rejects.toThrow(StoreDamaged);
  });

  it('hold whole rows, whatever is asked of them', () => {
    const held = [
      [0, 1],
      [0, 8_000],
      [7_999, 8_001],
      [8_000, 20_000],
      [16_001, 21_000],
    ].map(([start = 0, end = 0]) => octetsHeld({ start, end }, 21_000));
    expect(held).toEqual([8_000, 8_000, 16_000, 13_000, 5_000]);
  });
});

async function asOwner(bal: OpenBal, text: string, values: readonly unknown[]): Promise<void> {
  const client = new Client({ connectionString: world.temporary.ownerUrl });
  await client.connect();
  await client.query("select set_config('app.tenant_id', $1, false)", [bal.context.tenantId]);
  await client.query(text, [...values]);
  await client.end();
}
