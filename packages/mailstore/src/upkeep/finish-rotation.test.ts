import { randomUUID } from 'node:crypto';
import { TEST_MASTER_KEY, TestTenant, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PgMessageBytes } from '../bytes/pg-message-bytes.js';
import { ConfiguredMasterKey } from '../keys/configured-master-key.js';
import { KeyRing } from '../keys/key-ring.js';
import { granted, MailWorld, OpenBal, testSafe, whole } from '../mail-world.contract.js';
import { checkStore } from './check-store.js';
import { finishRotation, RETIRED_MS } from './finish-rotation.js';
import { rotateKeys } from './rotate-keys.js';

let world: MailWorld;
let tenant: TestTenant;
let bal: OpenBal;
beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await TestTenant.create(world.database);
  bal = new OpenBal(world.database, world.safe, tenant.context(), (await tenant.bal()).id);
});

/** Later than any key here was made, by so many milliseconds. */
const later = (ms = 0, from = bal.context) => ({ ...from, at: new Date(Date.now() + 10_000 + ms) });
const HOUR = RETIRED_MS + 1;

async function kept(safe = world.safe): Promise<string> {
  const { id } = await bal.folder('inbox');
  const open = new OpenBal(world.database, safe, bal.context, bal.id);
  const item = await world.newItem(`Subject: ${randomUUID()}`);
  const { items } = await open.act((folders) => folders.append(id, [item]));
  return items[0]?.messageId ?? '';
}

const read = async (messageId: string, safe = testSafe(world.database)) => {
  const stored = await PgMessageBytes.of(world.database, safe, bal.context, bal.id).open(messageId);
  return stored && whole(stored.bytes);
};
const rotate = (context = later()) => rotateKeys(world.database, world.safe, context, context.at);
const finish = (context = later(HOUR)) => finishRotation(world.database, world.safe, context);
const asAdmin = <R>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
  withClient(world.temporary.adminUrl, async (client) => (await client.query(text, [...values])).rows);
const keyRows = (id = tenant.id) =>
  asAdmin<{ version: number; octets: number; gone: boolean }>(
    `select version, length(wrapped) as octets, wrapped = '' and destroyed_at is not null as gone from tenant_key where tenant_id = $1 order by version`,
    [id],
  );
const goneVersions = async (id = tenant.id) =>
  (await keyRows(id)).filter(({ gone }) => gone).map(({ version }) => version);
const findings = async (context = bal.context) => {
  const tools = { database: world.database, safe: testSafe(world.database), isDeep: true };
  return Array.fromAsync(checkStore(tools, context, [tenant.id], new Date()));
};

describe('A key that another has followed', () => {
  it('EX_GBM_6010: is destroyed an hour after nothing needs it, traced, its row left as proof, and mail is read as before', async () => {
    const messageId = await kept();
    await rotate();
    expect(await finish(later(RETIRED_MS / 2))).toEqual({ rewrapped: 0, destroyed: [] });
    expect(await finish()).toEqual({ rewrapped: 0, destroyed: [1] });
    expect(await finish()).toEqual({ rewrapped: 0, destroyed: [] });
    expect(await keyRows()).toMatchObject([
      { version: 0, gone: false },
      { version: 1, octets: 0, gone: true },
      { version: 2, gone: false },
    ]);
    const traces = await asAdmin(
      "select facts from trace_event where tenant_id = $1 and kind = 'key.destroyed'",
      [tenant.id],
    );
    expect(traces).toEqual([
      { facts: { version: 1, createdAt: expect.any(String), retiredAt: expect.any(String) } },
    ]);
    expect(await read(messageId)).not.toBeNull();
    expect(await read(await kept())).not.toBeNull();
    expect(await findings()).toEqual([]);
  });

  it('of a neighbour is left alone, and the one in force and the stable one are never touched', async () => {
    const neighbour = await TestTenant.create(world.database);
    const other = new OpenBal(world.database, world.safe, neighbour.context(), (await neighbour.bal()).id);
    const { id } = await other.folder('inbox');
    const item = await world.newItem(`Subject: ${randomUUID()}`);
    await other.act((folders) => folders.append(id, [item]));
    await rotateKeys(world.database, world.safe, later(0, other.context), later().at);
    await kept();
    expect(await finish()).toEqual({ rewrapped: 0, destroyed: [] });
    expect(await goneVersions()).toEqual([]);
    expect(await goneVersions(neighbour.id)).toEqual([]);
  });

  it('stays while a message that does not open needs it, and the check names both', async () => {
    const messageId = await kept();
    await asAdmin("update mail_message set sealed_key = '\\x00' where id = $1", [messageId]);
    await rotate();
    await finish();
    expect(await goneVersions()).toEqual([]);
    expect((await findings(later(48 * HOUR))).map(({ kind }) => kind)).toEqual([
      'keyUnusable',
      'formerKeyKept',
    ]);
  });

  it('which a process that had not heard of the newer one still used is retired anew, and destroyed an hour later', async () => {
    await kept();
    const late = testSafe(world.database);
    await late.keys.for(bal.context);
    await rotate();
    const messageId = await kept(late);
    expect(await finish()).toEqual({ rewrapped: 1, destroyed: [] });
    expect(await finish(later(2 * HOUR))).toEqual({ rewrapped: 0, destroyed: [1] });
    expect(await read(messageId)).not.toBeNull();
  });

  it('keeps nothing any more once it is destroyed: who slept through it is refused, and keeps the letter when it looks again', async () => {
    await kept();
    let now = 0;
    const master = new ConfiguredMasterKey(TEST_MASTER_KEY);
    const asleep = { ...world.safe, keys: new KeyRing(world.database, master, () => now) };
    await asleep.keys.for(bal.context);
    await rotate();
    await finish();
    await expect(kept(asleep)).rejects.toMatchObject({ code: 'CA003' });
    now = 60_001;
    expect(await read(await kept(asleep))).not.toBeNull();
    expect(await findings()).toEqual([]);
  });

  it('is left alone while somebody is keeping a message under it, and waits for nobody', async () => {
    await kept();
    const late = testSafe(world.database);
    await late.keys.for(bal.context);
    await rotate();
    const { id } = await bal.folder('inbox');
    const item = await world.newItem(`Subject: ${randomUUID()}`);
    const open = new OpenBal(world.database, late, bal.context, bal.id);
    const messageId = await open.run(async (folders) => {
      const { items } = granted(await folders.append(id, [item]));
      // Its transaction is open, and no other sees the message yet.
      expect(await finish()).toEqual({ rewrapped: 0, destroyed: [] });
      return items[0]?.messageId ?? '';
    });
    expect(await finish()).toEqual({ rewrapped: 1, destroyed: [] });
    expect(await finish(later(2 * HOUR))).toEqual({ rewrapped: 0, destroyed: [1] });
    expect(await read(messageId)).not.toBeNull();
  });

  it('is destroyed in the end wherever its rotation was killed', async () => {
    const ids = [await kept(), await kept(), await kept()];
    // After the new version: no message key was wrapped anew.
    await world.safe.keys.addVersion(later(), later().at);
    expect(await finish()).toEqual({ rewrapped: 3, destroyed: [] });
    // In the destruction: undone with its trace.
    await asAdmin(`create function refuse_trace() returns trigger language plpgsql as $$
      begin
        if new.kind = 'key.destroyed' then raise exception 'killed'; end if;
        return new;
      end $$`);
    await asAdmin(
      'create trigger refused before insert on trace_event for each row execute function refuse_trace()',
    );
    await expect(finish(later(2 * HOUR))).rejects.toThrow('killed');
    await asAdmin('drop trigger refused on trace_event');
    await asAdmin('drop function refuse_trace');
    expect(await goneVersions()).toEqual([]);
    expect(await finish(later(2 * HOUR))).toEqual({ rewrapped: 0, destroyed: [1] });
    for (const id of ids) expect(await read(id)).not.toBeNull();
  });

  it('cannot be destroyed in part, nor while it is in force', async () => {
    await kept();
    const destroy = (what: string) =>
      world.database.withTenant(bal.context, (sql) =>
        sql.query(`update tenant_key set ${what} where version = 1`),
      );
    for (const what of ["wrapped = ''", "wrapped = '', destroyed_at = now()"])
      await expect(destroy(what)).rejects.toMatchObject({ code: '23514' });
  });
});
