import { MimeReader } from '@cachet/mss-core';
import { TestTenant, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailWorld, type OpenBal, testSafe, whole } from '../mail-world.contract.js';
import { PgMailFiling } from '../pg-mail-filing.js';
import { StoreDamaged } from '../store-faults.js';
import { PgMessageBytes } from './pg-message-bytes.js';

const CANARY = 'Dossier-Ketchikan';

let world: MailWorld;
let bal: OpenBal;
beforeAll(async () => {
  world = await MailWorld.open();
  bal = await world.bal();
});
afterAll(() => world.close());

const letter = (body: string) =>
  Buffer.from(
    `From: "${CANARY}" <a@b.fr>\r\nSubject: ${CANARY}\r\nContent-Type: text/plain; name="${CANARY}.txt"\r\n\r\n${body}\r\n`,
  );

/** A letter in the inbox; answers its message id. */
async function kept(bytes: Buffer): Promise<string> {
  const { id } = await bal.folder('inbox');
  const message = await world.receive(bytes);
  const { items } = await bal.act((folders) =>
    folders.append(id, [{ message, flags: [], internalDate: new Date() }]),
  );
  return items[0]?.messageId ?? '';
}

const read = async (messageId: string, range?: { start: number; end: number }) => {
  const stored = await PgMessageBytes.of(world.database, testSafe(world.database), bal.context, bal.id).open(
    messageId,
    range,
  );
  return stored && whole(stored.bytes);
};

const structureOf = (messageId: string) =>
  bal.run(async (folders) => (await folders.structures([messageId])).get(messageId));

/** Rows of every table, as text, for whoever steals the database. */
async function everything(): Promise<string> {
  return withClient(world.temporary.adminUrl, async (client) => {
    const tables =
      await client.query(`select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                        where relkind = 'r' and nspname = 'public'`);
    const dumps: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query(`select * from "${name}"`);
      for (const row of rows)
        for (const value of Object.values(row))
          dumps.push(Buffer.isBuffer(value) ? value.toString('latin1') : (JSON.stringify(value) ?? ''));
    }
    return dumps.join('\n');
  });
}

describe('A message at rest', () => {
  it('EX_GBM_6010: shows nothing of its subject, addresses, names and body in any table, and reads the same in another process', async () => {
    const bytes = letter(`${CANARY} `.repeat(2_000));
    const messageId = await kept(bytes);
    expect((await read(messageId))?.equals(bytes)).toBe(true);
    expect((await structureOf(messageId))?.envelope.subject).toBe(CANARY);
    const dump = await everything();
    expect(dump).toContain(messageId);
    expect(dump).not.toContain(CANARY);
    expect(dump).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, -4));
  });

  it('shows neither its hash nor that two tenants hold the same document', async () => {
    const bytes = letter('le même document');
    const messageId = await kept(bytes);
    const neighbour = await TestTenant.create(world.database);
    const theirs = await neighbour.bal();
    const message = await world.receive(bytes);
    await world.database.withTenant(neighbour.context(), async (sql) => {
      const filing = new PgMailFiling(sql, world.safe);
      await filing.file(theirs.id, 'inbox', await filing.keep(message), {
        seen: false,
        internalDate: new Date(),
      });
    });
    const ids = await withClient(world.temporary.adminUrl, (client) =>
      client.query<{ tenant_id: string; content_id: Buffer; sha256: string | null }>(
        'select tenant_id, content_id, sha256 from mail_message where size = $1',
        [bytes.length],
      ),
    );
    expect(ids.rows).toHaveLength(2);
    expect(ids.rows[0]?.content_id.equals(ids.rows[1]!.content_id)).toBe(false);
    expect(await everything()).not.toContain(message.sha256);
    expect(messageId).not.toBe('');
  });

  it('of the former form is read as before', async () => {
    const bytes = letter('gardé en clair autrefois');
    const messageId = await kept(letter('un autre'));
    await putInClear(messageId, bytes);
    expect((await read(messageId))?.equals(bytes)).toBe(true);
    expect((await read(messageId, { start: 5, end: 9 }))?.equals(bytes.subarray(5, 9))).toBe(true);
    expect((await structureOf(messageId))?.envelope.subject).toBe(CANARY);
  });
});

describe('A message altered at rest', () => {
  it.each([
    ['an octet of its bytes changed', `set bytes = set_byte(bytes, 9, get_byte(bytes, 9) # 1)`],
    ['its end cut', `set bytes = substring(bytes for length(bytes) - 1)`],
    [
      'the bytes of another message',
      `set bytes = (select bytes from mail_message_chunk where message_id = $2 and seq = 0)`,
    ],
  ])('is reported and never shown: %s', async (_, change) => {
    const [messageId, other] = [await kept(letter(`un ${change}`)), await kept(letter(`deux ${change}`))];
    await asAdmin(`update mail_message_chunk c ${change} where c.message_id = $1 and $2::uuid is not null`, [
      ...[messageId, other],
    ]);
    await expect(read(messageId)).rejects.toThrow(StoreDamaged);
    expect(await read(other)).not.toBeNull();
  });

  it('is reported when a row is missing, in the middle of the stream at the latest', async () => {
    const messageId = await kept(letter('x'.repeat(300_000)));
    await asAdmin('delete from mail_message_chunk where message_id = $1 and seq = 33', [messageId]);
    await expect(read(messageId)).rejects.toThrow(StoreDamaged);
    expect(await read(messageId, { start: 0, end: 8_000 })).toHaveLength(8_000);
  });

  it('opens neither with the key nor with the structure of another', async () => {
    const [messageId, other] = [await kept(letter('trois')), await kept(letter('quatre'))];
    const take = (column: string) =>
      asAdmin(
        `update mail_message set ${column} = (select ${column} from mail_message where id = $2) where id = $1`,
        [...[messageId, other]],
      );
    await take('sealed_structure');
    expect(await structureOf(messageId)).toBeNull();
    await take('sealed_key');
    await expect(read(messageId)).rejects.toThrow(StoreDamaged);
  });
});

async function putInClear(messageId: string, bytes: Buffer): Promise<void> {
  const reader = new MimeReader();
  reader.write(bytes);
  await asAdmin(
    `update mail_message set sealed_key = null, key_version = null, sealed_structure = null, content_id = null,
            structure = $2, size = $3, sha256 = 'former' where id = $1`,
    [messageId, JSON.stringify(reader.end()), bytes.length],
  );
  await asAdmin('update mail_message_chunk set bytes = $2 where message_id = $1', [messageId, bytes]);
}

async function asAdmin(text: string, values: readonly unknown[]): Promise<void> {
  await withClient(world.temporary.adminUrl, (client) => client.query(text, [...values]));
}
