import { randomBytes, randomUUID } from 'node:crypto';
import { rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ALL_UIDS, DELETED, type LetterFiling, type ReceivedMessage } from '@cachet/mss-core';
import { Database, newRowId } from '@cachet/schema';
import { startLosingProxy, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgMessageBytes } from '../bytes/pg-message-bytes.js';
import { LetterFiler } from '../letter-filer.js';
import { codeOf, granted, MailWorld, OpenBal, testSafe, whole } from '../mail-world.contract.js';
import { StoreDamaged, StoreUnavailable } from '../store-faults.js';
import { collectBlobs, removeBlobs } from '../upkeep/remove-blobs.js';

const LONG = 1_000_000;

let world: MailWorld;
beforeAll(async () => {
  world = await MailWorld.open({ hasBlobs: true });
});
afterAll(() => world.close());

const letterOf = (size = LONG) =>
  Buffer.from(`Subject: ${randomUUID()}\r\n\r\n${randomBytes(size).toString('base64').slice(0, size)}\r\n`);

const blobs = async () => {
  const all = await Array.fromAsync(world.safe.blobs.list());
  return all.map(({ id }) => id);
};

const read = async (bal: OpenBal, messageId: string, range?: { start: number; end: number }) => {
  const stored = await PgMessageBytes.of(world.database, world.safe, bal.context, bal.id).open(
    messageId,
    range,
  );
  return stored && whole(stored.bytes);
};

async function append(bal: OpenBal, bytes: Buffer): Promise<string> {
  const { id } = await bal.folder('inbox');
  const item = { message: await world.receive(bytes), flags: [DELETED], internalDate: new Date() };
  const { items } = await bal.act((folders) => folders.append(id, [item]));
  return items[0]?.messageId ?? '';
}

function filingOf({ id, context }: OpenBal, { size }: ReceivedMessage): LetterFiling {
  const address = 'anne@structure.mssante.fr' as LetterFiling['places'][number]['address'];
  return {
    tenantId: context.tenantId,
    places: [{ tenantId: context.tenantId, balId: id, address, folder: 'inbox' }],
    deliveries: [
      {
        ...{ id: randomUUID(), direction: 'inbound', balId: id, sender: null },
        ...{ recipient: address, size, state: 'delivered' },
      },
    ],
    traces: [],
  };
}

async function messageIn(bal: OpenBal): Promise<string> {
  const { id } = await bal.folder('inbox');
  const items = await bal.run((folders) => folders.items(id, ALL_UIDS));
  return items.at(-1)?.messageId ?? '';
}

const expungeAll = async (bal: OpenBal) => {
  const { id } = await bal.folder('inbox');
  await bal.act((folders) => folders.expunge(id, ALL_UIDS));
};

describe('A long message', () => {
  it('lies beside the database, is read in any range, and once per tenant', async () => {
    const [bal, other] = [await world.bal(), await world.bal()];
    const bytes = letterOf();
    const rows = await world.count('mail_message_chunk');
    const messageId = await append(bal, bytes);
    expect(await append(other, bytes)).toBe(messageId);
    expect(await world.count('mail_message_chunk')).toBe(rows);
    expect(await blobs()).toContain(messageId);
    for (const [start, end] of [
      [0, bytes.length],
      [63_999, 64_001],
      [255_999, 256_001],
      [500_000, 900_000],
      [bytes.length - 5, bytes.length + 5],
    ] as const)
      expect((await read(bal, messageId, { start, end }))?.equals(bytes.subarray(start, end))).toBe(true);
    expect((await bal.run((folders) => folders.structures([messageId]))).get(messageId)?.root.type).toBe(
      'text',
    );
  });

  it('is filed for several tenants, a blob in each, and shows nothing of itself there', async () => {
    const neighbour = await TestTenant.create(world.database);
    const mine = await world.bal();
    const theirs = new OpenBal(world.database, world.safe, neighbour.context(), (await neighbour.bal()).id);
    for (const bal of [mine, theirs]) await bal.folder('inbox');
    const bytes = Buffer.from(`Subject: x\r\n\r\n${'Compte rendu de Ketchikan\r\n'.repeat(40_000)}`);
    const letter = await world.receive(bytes);
    const filer = new LetterFiler(world.database, world.safe);
    granted(await filer.file(mine.context, letter, [filingOf(mine, letter), filingOf(theirs, letter)]));
    for (const bal of [mine, theirs]) {
      const id = await messageIn(bal);
      expect((await read(bal, id))?.equals(bytes)).toBe(true);
      const { tenantId } = bal.context;
      const size = (await world.safe.blobs.sizeOf({ tenantId, id })) ?? 0;
      const sealed = await world.safe.blobs.read({ tenantId, id }, { start: 0, end: size });
      expect(sealed.includes('Ketchikan')).toBe(false);
    }
    expect(await messageIn(mine)).not.toBe(await messageIn(theirs));
  });

  it('EX_GBM_6010: leaves with its last item: its key at once, its blob once that is committed', async () => {
    const bal = await world.bal();
    const messageId = await append(bal, letterOf());
    const undone = bal.run(async (_, sql) => {
      await sql.query('delete from mail_item');
      await sql.query('delete from mail_message where id = $1', [messageId]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await removeBlobs(world.database, world.safe.blobs, bal.context);
    expect(await blobs()).toContain(messageId);
    await expungeAll(bal);
    expect(await read(bal, messageId)).toBeNull();
    expect(await world.count('blob_removal')).toBe(1);
    expect(await removeBlobs(world.database, world.safe.blobs, bal.context)).toBe(1);
    expect(await blobs()).not.toContain(messageId);
    expect(await world.count('blob_removal')).toBe(0);
  });

  it('of a process killed between blob and row is collected, when nobody can be about to keep it any more', async () => {
    const bal = await world.bal();
    const kept = await append(bal, letterOf());
    const orphan = { tenantId: bal.context.tenantId, id: newRowId() };
    await world.safe.blobs.write(orphan, 3, one('abc'));
    const later = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    expect(await collectBlobs(world.database, world.safe.blobs, bal.context, later(23))).toBe(0);
    expect(await collectBlobs(world.database, world.safe.blobs, bal.context, later(25))).toBe(1);
    expect(await blobs()).toContain(kept);
    expect(await blobs()).not.toContain(orphan.id);
  });

  it('that the database refuses leaves no blob', async () => {
    const bal = await world.bal(1_000);
    await bal.folder('inbox');
    const before = await blobs();
    const letter = await world.receive(letterOf());
    const filer = new LetterFiler(world.database, world.safe);
    expect(codeOf(await filer.file(bal.context, letter, [filingOf(bal, letter)]))).toBe('recipientFull');
    expect(await blobs()).toEqual(before);
  });

  it('whose commit lost its answer is accepted if it was kept, and its blob stays', async () => {
    const bal = await world.bal();
    await bal.folder('inbox');
    const way = await startLosingProxy(world.temporary.appUrl);
    const database = await Database.connect({ url: way.url, app: 'lost' });
    const letter = await world.receive(letterOf());
    way.loseAnswer('receive_letter', 'SELECT');
    const filer = new LetterFiler(database, world.safe);
    granted(await filer.file(bal.context, letter, [filingOf(bal, letter)]));
    expect((await read(bal, await messageIn(bal)))?.length).toBe(letter.size);
    await database.close();
    await way.close();
  });

  it('whose blob is cut or gone is reported, at once or where it breaks, and never shown', async () => {
    const bal = await world.bal();
    const messageId = await append(bal, letterOf());
    const folder = path.join(world.spool, 'blobs', bal.context.tenantId, messageId.slice(-2));
    const file = path.join(folder, `${messageId}.sealed`);
    await truncate(file, 700_000);
    await expect(read(bal, messageId)).rejects.toThrow(StoreDamaged);
    expect(await read(bal, messageId, { start: 0, end: 600_000 })).toHaveLength(600_000);
    await rm(file);
    await expect(read(bal, messageId, { start: 0, end: 1 })).rejects.toThrow(StoreDamaged);
  });

  it('is refused for the moment while the blob store cannot be reached, nothing is left, and shorter ones go on', async () => {
    const bal = await world.bal();
    const file = path.join(world.spool, 'no-folder');
    await writeFile(file, '');
    const safe = testSafe(world.database, { CACHET_BLOB_DIR: file });
    const letter = await world.receive(letterOf());
    await bal.folder('inbox');
    const filer = new LetterFiler(world.database, safe);
    const before = await world.count('mail_message');
    await expect(filer.file(bal.context, letter, [filingOf(bal, letter)])).rejects.toThrow(StoreUnavailable);
    expect(await world.count('mail_message')).toBe(before);
    const short = await world.letter(randomUUID());
    granted(await filer.file(bal.context, short, [filingOf(bal, short)]));
    granted(
      await new LetterFiler(world.database, world.safe).file(bal.context, letter, [filingOf(bal, letter)]),
    );
    expect(await bal.folder('inbox')).toMatchObject({ messages: 2 });
  });
});

async function* one(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
