import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { MimeReader } from '@cachet/mss-core';
import { TEST_MASTER_KEY, TestTenant, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PgMessageBytes } from '../bytes/pg-message-bytes.js';
import { ConfiguredMasterKey } from '../keys/configured-master-key.js';
import { KeyRing } from '../keys/key-ring.js';
import { MailWorld, OpenBal, testSafe, whole } from '../mail-world.contract.js';
import { checkStore } from './check-store.js';
import { FINDINGS, type Finding, sayFinding } from './findings.js';
import { rotateKeys } from './rotate-keys.js';
import { sealFormer } from './seal-former.js';

const CANARY = 'Dossier-Juneau';

let world: MailWorld;
let tenant: TestTenant;
let bal: OpenBal;
beforeAll(async () => {
  world = await MailWorld.open({ hasBlobs: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await TestTenant.create(world.database);
  bal = new OpenBal(world.database, world.safe, tenant.context(), (await tenant.bal()).id);
});

const letterOf = (size: number) =>
  Buffer.from(`Subject: ${CANARY} ${randomUUID()}\r\n\r\n${`${CANARY} `.repeat(size / CANARY.length)}\r\n`);

async function kept(bytes: Buffer): Promise<string> {
  const { id } = await bal.folder('inbox');
  const item = { message: await world.receive(bytes), flags: [], internalDate: new Date() };
  const { items } = await bal.act((folders) => folders.append(id, [item]));
  return items[0]?.messageId ?? '';
}

const read = async (messageId: string, safe = world.safe) => {
  const stored = await PgMessageBytes.of(world.database, safe, bal.context, bal.id).open(messageId);
  return stored && whole(stored.bytes);
};

async function asAdmin<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
  return withClient(world.temporary.adminUrl, async (client) => (await client.query(text, [...values])).rows);
}

/** As it was kept before: its bytes and structure in clear. */
async function putInClear(messageId: string, bytes: Buffer, sha256: string): Promise<void> {
  const reader = new MimeReader();
  reader.write(bytes);
  await asAdmin(
    `update mail_message set sealed_key = null, key_version = null, sealed_structure = null, content_id = null,
            in_blob = false, structure = $2, size = $3, sha256 = $4 where id = $1`,
    [messageId, JSON.stringify(reader.end()), bytes.length, sha256],
  );
  await asAdmin('delete from mail_message_chunk where message_id = $1', [messageId]);
  for (let seq = 0; seq * 8_000 < bytes.length; seq += 1)
    await asAdmin('insert into mail_message_chunk values ($1, $2, $3, $4)', [
      ...[tenant.id, messageId, seq, bytes.subarray(seq * 8_000, (seq + 1) * 8_000)],
    ]);
}

async function formerMessage(size: number): Promise<{ id: string; bytes: Buffer }> {
  const bytes = letterOf(size);
  const { sha256 } = await world.receive(bytes);
  const id = await kept(bytes);
  await putInClear(id, bytes, sha256);
  return { id, bytes };
}

const seal = (most = 100) => sealFormer(world.database, world.safe, bal.context, most);

async function findings(isDeep = false, safe = world.safe): Promise<Finding[]> {
  const tools = { database: world.database, safe, isDeep };
  return Array.fromAsync(checkStore(tools, bal.context, [tenant.id], new Date()));
}

const kinds = async (isDeep = false) => (await findings(isDeep)).map(({ kind }) => kind);

describe('Messages of the former form', () => {
  it('EX_GBM_6010: are sealed where they lie, short and long, and nothing of them is left in clear', async () => {
    const all = [await formerMessage(100), await formerMessage(300_000), await formerMessage(1_000_000)];
    expect(await seal(2)).toMatchObject({ sealed: 2, hasMore: true });
    expect(await seal()).toMatchObject({ sealed: 1, damaged: [], hasMore: false });
    for (const { id, bytes } of all) expect((await read(id))?.equals(bytes)).toBe(true);
    expect((await bal.run((folders) => folders.structures(all.map(({ id }) => id)))).size).toBe(3);
    expect(await dump()).not.toContain(CANARY);
    expect(await kinds(true)).toEqual([]);
  });

  it('whose content is kept already in the present form stay, each on its own', async () => {
    const { id, bytes } = await formerMessage(100);
    const again = await kept(bytes);
    expect(again).not.toBe(id);
    expect(await seal()).toMatchObject({ sealed: 1 });
    for (const each of [id, again]) expect((await read(each))?.equals(bytes)).toBe(true);
  });

  it('that are not what was received are named and left as they are, and the next are sealed', async () => {
    const [bad, good] = [await formerMessage(100), await formerMessage(100)];
    await asAdmin("update mail_message set sha256 = repeat('0f', 32) where id = $1", [bad.id]);
    expect(await seal()).toEqual({ sealed: 1, damaged: [bad.id], hasMore: false });
    expect((await read(bad.id))?.equals(bad.bytes)).toBe(true);
    expect((await read(good.id))?.equals(good.bytes)).toBe(true);
  });
});

describe('A rotation of keys', () => {
  const rotate = (olderThan = new Date(Date.now() + 1_000)) =>
    rotateKeys(world.database, world.safe, bal.context, olderThan);
  const versions = () =>
    asAdmin<{ version: number; master: string; retired: boolean }>(
      'select version, master, retired_at is not null as retired from tenant_key where tenant_id = $1 order by version',
      [tenant.id],
    );

  it('wraps every message key anew, touches no byte, and goes unnoticed by who reads', async () => {
    const [bytes, long] = [letterOf(100), letterOf(400_000)];
    const ids = [await kept(bytes), await kept(long)];
    const other = testSafe(world.database, { CACHET_BLOB_DIR: path.join(world.spool, 'blobs') });
    await read(ids[0]!, other);
    const chunks = await asAdmin('select * from mail_message_chunk where tenant_id = $1', [tenant.id]);
    expect(await rotate()).toEqual({ version: 2, rewrapped: 2 });
    expect(await asAdmin('select * from mail_message_chunk where tenant_id = $1', [tenant.id])).toEqual(
      chunks,
    );
    for (const safe of [world.safe, other]) {
      expect((await read(ids[0]!, safe))?.equals(bytes)).toBe(true);
      expect((await read(ids[1]!, safe))?.equals(long)).toBe(true);
    }
    expect(await versions()).toMatchObject([{ retired: false }, { retired: true }, { retired: false }]);
    expect(await kept(bytes)).toBe(ids[0]);
    expect(await kinds(true)).toEqual([]);
  });

  it('run again soon begins nothing anew, and finishes what a kill or a process that had not heard left behind', async () => {
    const ids = [await kept(letterOf(100)), await kept(letterOf(101)), await kept(letterOf(102))];
    const late = testSafe(world.database);
    await late.keys.for(bal.context);
    await world.safe.keys.addVersion(bal.context, new Date(Date.now() + 1_000));
    const lagging = new OpenBal(world.database, late, bal.context, bal.id);
    const { id: inbox } = await bal.folder('inbox');
    const item = await world.newItem(randomUUID());
    const { items } = await lagging.act((folders) => folders.append(inbox, [item]));
    expect(await rotate(new Date(0))).toEqual({ version: 2, rewrapped: 4 });
    for (const id of [...ids, items[0]!.messageId]) expect(await read(id)).not.toBeNull();
    expect(await rotate(new Date(0))).toEqual({ version: 2, rewrapped: 0 });
    expect(await versions()).toHaveLength(3);
  });

  it('wraps the tenant’s keys by the newest master key, so that the old one may go', async () => {
    const id = await kept(letterOf(100));
    const newest = new Map([[2, new Uint8Array(32).fill(7)]]);
    const both = new ConfiguredMasterKey(new Map([...TEST_MASTER_KEY, ...newest]));
    const during = { ...world.safe, keys: new KeyRing(world.database, both) };
    await rotateKeys(world.database, during, bal.context, new Date(0));
    expect((await versions()).map(({ master }) => master)).toEqual(['2', '2']);
    const after = { ...world.safe, keys: new KeyRing(world.database, new ConfiguredMasterKey(newest)) };
    expect(await read(id, after)).not.toBeNull();
    expect((await findings(false, after)).map(({ kind }) => kind)).toEqual([]);
    const without = testSafe(world.database);
    expect((await findings(false, without)).map(({ kind }) => kind)).toEqual(['keysUnusable']);
  });
});

describe('The check of the store', () => {
  it('finds nothing where nothing is wrong', async () => {
    await kept(letterOf(100));
    await kept(letterOf(400_000));
    expect(await kinds(true)).toEqual([]);
  });

  it.each([
    ['keyUnusable', "update mail_message set sealed_key = '\\x00' where id = $1", false],
    ['structureDamaged', "update mail_message set sealed_structure = '\\x0000' where id = $1", false],
    ['bytesMissing', 'delete from mail_message_chunk where message_id = $1 and seq = 1', false],
    [
      'bytesDamaged',
      'update mail_message_chunk set bytes = set_byte(bytes, 5, get_byte(bytes, 5) # 1) where message_id = $1 and seq = 1',
      true,
    ],
    ['contentOther', "update mail_message set content_id = '\\x01' where id = $1", true],
    [
      'folderCounters',
      'update mail_folder set unseen_count = 9 where id = (select folder_id from mail_item where message_id = $1)',
      false,
    ],
    [
      'uidNotBelowNext',
      'update mail_folder set uid_next = 1 where id = (select folder_id from mail_item where message_id = $1)',
      false,
    ],
    [
      'usedBytes',
      `update bal set used_bytes = 5 where id = (select f.bal_id from mail_item i join mail_folder f on f.id = i.folder_id
                                                   where i.message_id = $1)`,
      false,
    ],
  ] as const)('finds and explains %s', async (kind, damage, isDeep) => {
    const id = await kept(letterOf(20_000));
    await asAdmin(damage, [id]);
    const found = await findings(isDeep);
    expect(found.map((finding) => finding.kind)).toEqual([kind]);
    for (const language of ['fr', 'en'] as const)
      expect(sayFinding(found[0]!, language)).not.toMatch(/[{}?]/);
  });

  it('finds a blob that is missing, one that is short, and what lies for nobody', async () => {
    const [missing, short] = [await kept(letterOf(400_000)), await kept(letterOf(400_000))];
    const name = (id: string) => ({ tenantId: tenant.id, id });
    await world.safe.blobs.remove(name(missing));
    await world.safe.blobs.remove(name(short));
    await world.safe.blobs.write(name(short), 3, one('abc'));
    expect((await kinds()).sort()).toEqual(['blobMissing', 'blobShort']);
    await asAdmin('delete from mail_item where tenant_id = $1', [tenant.id]);
    expect(await kinds()).toContain('messageForNobody');
  });

  it('says each finding in two languages', () => {
    for (const { fr, en } of Object.values(FINDINGS))
      expect([fr.length > 20, en.length > 20]).toEqual([true, true]);
  });
});

/** Every table and blob, for whoever steals them. */
async function dump(): Promise<string> {
  const tables = await asAdmin<{ name: string }>(
    `select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where relkind = 'r' and nspname = 'public'`,
  );
  const texts: string[] = [];
  for (const { name } of tables)
    for (const row of await asAdmin<Record<string, unknown>>(`select * from "${name}"`))
      for (const value of Object.values(row))
        texts.push(Buffer.isBuffer(value) ? value.toString('latin1') : (JSON.stringify(value) ?? ''));
  for await (const blob of world.safe.blobs.list())
    texts.push((await world.safe.blobs.read(blob, { start: 0, end: blob.size })).toString('latin1'));
  return texts.join('\n');
}

async function* one(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
