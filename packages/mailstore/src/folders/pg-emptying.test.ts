import {
  type EmptyingPorts,
  emptyBal,
  type FolderName,
  type Outcome,
  type TenantContext,
} from '@cachet/mss-core';
import { PgBalStore, PgImports, PgJournal } from '@cachet/schema';
import { TestTenant, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, granted, MailWorld, type OpenBal } from '../mail-world.contract.js';
import { PgEmptying } from './pg-emptying.js';

let world: MailWorld;

beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());

/** What stays: who had the BAL, and what the law keeps. */
const KEPT = [
  'bal',
  'bal_access',
  'bal_structure',
  'delivery',
  'route_address',
  'sending_breach',
  // What happened, by ids alone, for two weeks.
  'tenant_event',
  'sending_count',
  'trace_event',
];

const ports = (steps = Infinity): EmptyingPorts => {
  let done = 0;
  return {
    inTenant: (context, work) =>
      world.database.withTenant(context, async (sql) => {
        const stores = {
          bals: new PgBalStore(sql),
          emptying: new PgEmptying(sql),
          journal: new PgJournal(sql),
        };
        const answer = await work(stores);
        done += 1;
        // As a process killed before its commit.
        if (done > steps) throw new Error('killed');
        return answer;
      }),
  };
};

const empty = (bal: OpenBal, steps?: number): Promise<Outcome<{ items: number; messages: number }>> =>
  emptyBal(ports(steps), world.tenant.context(), bal.id);

const sql = <R>(text: string, values: readonly unknown[] = []) =>
  world.database.withTenant(world.tenant.context(), (visit) => visit.query<R>(text, values));

const suspend = (bal: OpenBal) => sql("update bal set state = 'suspended' where id = $1", [bal.id]);

/** Two hundred and some letters in two folders, one of which lies in another BAL too. */
async function filled(shared: OpenBal): Promise<OpenBal> {
  const bal = await world.bal();
  const inbox = await bal.folder('inbox');
  const trash = await bal.folder('trash');
  const common = await world.newItem('commun');
  for (const each of [bal, shared]) {
    const { id } = await each.folder('inbox');
    await each.act((folders) => folders.append(id, [common]));
  }
  const one = await bal.act(async (folders) =>
    folders.append(inbox.id, [await world.newItem(`propre ${bal.id}`)]),
  );
  for (let copies = 0; copies < 8; copies += 1)
    await bal.act((folders) => folders.copy(inbox.id, [{ first: 1, last: 1_000_000 }], inbox.id));
  await bal.act((folders) => folders.copy(inbox.id, [{ first: 1, last: 10 }], trash.id));
  await sql(
    'insert into sent_copy (tenant_id, folder_id, mail_id_hash, uid, filed_at) values ($1, $2, $3, 1, now())',
    [world.tenant.id, inbox.id, bal.id],
  );
  await world.database.withTenant(world.tenant.context(), async (visit) => {
    const imports = new PgImports(visit);
    const importId = await imports.begin(bal.id, 'anne@ancien.test:993');
    await imports.open({ importId, name: 'INBOX', uidValidity: 1 }, 'INBOX', 3);
  });
  const former = await bal.act((folders) => folders.create('Ancien' as FolderName));
  await bal.act((folders) => folders.remove(former.id));
  expect(one.items).toHaveLength(1);
  return bal;
}

/** Rows of every table that names the BAL, the tables named among `KEPT` left out. */
async function rowsAbout(bal: OpenBal): Promise<Record<string, number>> {
  return withClient(world.temporary.adminUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'bal_id' order by 1`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables.filter((table) => !KEPT.includes(table.name))) {
      const { rows } = await client.query(`select count(*)::int as count from ${name} where bal_id = $1`, [
        bal.id,
      ]);
      if (rows[0].count > 0) counts[name] = rows[0].count;
    }
    return counts;
  });
}

describe('EX_GBM_6010: the content of a BAL destroyed', () => {
  it('leaves no row, no message and no octet of it but its traces, and what other BAL show', async () => {
    const other = await world.bal();
    const bal = await filled(other);
    const mine = await sql<{ id: string }>(
      `select distinct i.message_id as id from mail_item i join mail_folder f on f.id = i.folder_id where f.bal_id = $1`,
      [bal.id],
    );
    const folders = await bal.run((each) => each.list());
    await suspend(bal);
    expect(granted(await empty(bal))).toMatchObject({ items: 522, messages: 1 });
    expect(await rowsAbout(bal)).toEqual({});
    const folderIds = folders.map(({ id }) => id);
    for (const table of ['mail_item', 'mail_expunged', 'sent_copy', 'mail_search_mark'])
      expect(await sql(`select from ${table} where folder_id = any($1::uuid[])`, [folderIds])).toEqual([]);
    const ids = mine.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    const left = await sql<{ id: string }>('select id from mail_message where id = any($1::uuid[])', [ids]);
    expect(left).toHaveLength(1);
    const chunks = await sql<{ message_id: string }>(
      'select distinct message_id from mail_message_chunk where message_id = any($1::uuid[])',
      [ids],
    );
    expect(chunks.map(({ message_id }) => message_id)).toEqual(left.map(({ id }) => id));
    expect(await other.folder('inbox')).toMatchObject({ messages: 1 });
    expect(await bal.usedBytes()).toBe(0);
    const traces = await sql<{ facts: { items: number; isEmpty: boolean } }>(
      "select facts from trace_event where kind = 'bal.emptied' and bal_id = $1 order by id",
      [bal.id],
    );
    expect(traces.reduce((sum, { facts }) => sum + facts.items, 0)).toBe(522);
    expect(traces.at(-1)?.facts.isEmpty).toBe(true);
  });

  it('goes on where it was when it was killed, and is whole in between', async () => {
    const bal = await filled(await world.bal());
    await suspend(bal);
    await expect(empty(bal, 2)).rejects.toThrow('killed');
    const [inbox] = (await bal.run((each) => each.list())).filter(({ specialUse }) => specialUse === 'inbox');
    const [counted] = await sql<{ items: number; size: number }>(
      'select count(*) as items, sum(size)::bigint as size from mail_item where folder_id = $1',
      [inbox?.id],
    );
    expect(inbox).toMatchObject({ messages: counted?.items, size: counted?.size });
    expect(granted(await empty(bal)).items).toBe(522 - 200);
    expect(await rowsAbout(bal)).toEqual({});
  });

  it('keeps a letter that is still on its way to another operator, until it has arrived', async () => {
    const bal = await world.bal();
    const sent = await bal.folder('sent');
    const { items } = await bal.act(async (folders) =>
      folders.append(sent.id, [await world.newItem('en route')]),
    );
    const messageId = items[0]?.messageId;
    await sql(
      `insert into delivery (tenant_id, id, direction, bal_id, message_id, sender, recipient, size, state, attempts, created_at, updated_at)
       values ($1, gen_random_uuid(), 'outbound', $2, $3, 'a@b.fr', 'c@d.fr', 1, 'queued', 0, now(), now())`,
      [world.tenant.id, bal.id, messageId],
    );
    await suspend(bal);
    expect(granted(await empty(bal))).toMatchObject({ items: 1, messages: 0 });
    expect(await sql('select from mail_message where id = $1', [messageId])).toHaveLength(1);
  });

  it('is refused while the BAL lives, and to a neighbour', async () => {
    const bal = await filled(await world.bal());
    expect(codeOf(await empty(bal))).toBe('inputInvalid');
    await suspend(bal);
    const neighbour = await TestTenant.create(world.database);
    const context: TenantContext = { ...world.tenant.context(), tenantId: neighbour.id };
    expect(codeOf(await emptyBal(ports(), context, bal.id))).toBe('notFound');
    expect(await bal.folder('trash')).toMatchObject({ messages: 10 });
  });
});
