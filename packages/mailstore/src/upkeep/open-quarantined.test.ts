import { createHash, randomUUID } from 'node:crypto';
import { PgMalware, type QuarantineSeal } from '@cachet/schema';
import { TestTenant, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composedMessage } from '../composed/composed-message.js';
import { quarantineSeal } from '../keys/quarantine-seal.js';
import { MailWorld, whole } from '../mail-world.contract.js';
import { StoreDamaged } from '../store-faults.js';
import { openQuarantined } from './open-quarantined.js';

const CANARY = 'Dossier-Nome';
const BYTES = Buffer.from(`Subject: ${CANARY}\r\n\r\nun code malveillant\r\n`);

let world: MailWorld;
let tenant: TestTenant;
let letterId: string;
beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await TestTenant.create(world.database);
  letterId = await putAside();
});

async function putAside(seal?: (letterId: string) => Promise<QuarantineSeal>): Promise<string> {
  const id = randomUUID();
  const sha256 = createHash('sha256').update(BYTES).digest('hex');
  await world.database.withTenant(tenant.context(), (sql) => {
    const sealing = seal ?? (async (letter) => quarantineSeal(await world.safe.keys.of(sql), letter));
    return new PgMalware(sql, sealing).quarantine(
      {
        ...{ id, direction: 'inbound', sender: null, recipients: [], signature: 'Eicar', nature: 'malware' },
        ...{ treatment: 'refuse', size: BYTES.length, sha256, expiresAt: new Date('2100-01-01') },
      },
      composedMessage(BYTES),
    );
  });
  return id;
}

/** What the owner of the database takes out. */
async function pieces(id = letterId): Promise<string[]> {
  const text = "select encode(bytes, 'hex') as hex from quarantined_chunk where letter_id = $1 order by seq";
  return withClient(world.temporary.adminUrl, async (client) =>
    (await client.query<{ hex: string }>(text, [id])).rows.map(({ hex }) => hex),
  );
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function opened(lines: readonly string[], id = letterId, of = tenant): Promise<Buffer | null> {
  const question = { letterId: id, reader: 'Théo MARCHAND', reason: 'registre 12', pieces: each(lines) };
  const octets = await openQuarantined(world.database, world.safe, of.context(), question);
  return octets && whole(octets);
}

describe('EX_SSI_5090: an infected letter put aside', () => {
  it('lies nowhere in clear, and is opened, traced, for whoever was given its pieces', async () => {
    const sealed = await pieces();
    expect(Buffer.from(sealed.join(''), 'hex').includes(CANARY)).toBe(false);
    expect((await opened(sealed))?.equals(BYTES)).toBe(true);
    const traces = await world.database.withTenant(tenant.context(), (sql) =>
      sql.query("select facts from trace_event where kind = 'quarantine.exported'"),
    );
    expect(traces).toEqual([
      { facts: { quarantineId: letterId, reader: 'Théo MARCHAND', reason: 'registre 12' } },
    ]);
  });

  it('is not taken for another, nor for a part of it, and opens for no neighbour', async () => {
    const other = await putAside();
    await expect(opened(await pieces(other))).rejects.toThrow(StoreDamaged);
    await expect(opened([])).rejects.toThrow(StoreDamaged);
    expect(await opened(await pieces(), letterId, await TestTenant.create(world.database))).toBeNull();
  });

  it('opens no more once it is destroyed, whoever has its pieces', async () => {
    const sealed = await pieces();
    await world.database.withTenant(tenant.context(), (sql) => new PgMalware(sql).destroy(letterId));
    expect(await opened(sealed)).toBeNull();
  });

  it('is put there by nobody who cannot seal it', async () => {
    const clear = world.database.withTenant(tenant.context(), (sql) =>
      new PgMalware(sql).quarantine(
        {
          ...{ id: randomUUID(), direction: 'inbound', sender: null, recipients: [], signature: 'Eicar' },
          ...{ nature: 'malware', treatment: 'refuse', size: 1, sha256: 'x', expiresAt: new Date() },
        },
        composedMessage(BYTES),
      ),
    );
    await expect(clear).rejects.toThrow('seal');
  });
});
