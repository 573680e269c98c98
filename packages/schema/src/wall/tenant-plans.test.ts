import { randomBytes, randomUUID } from 'node:crypto';
import { fixedContext, newTenantId, TestTenant, temporaryDatabase, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database.js';

let temporary: Awaited<ReturnType<typeof temporaryDatabase>>;
let database: Database;
beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect();
});
afterAll(() => temporary.drop());

/** What PostgreSQL says of a step of its plan. */
interface Step {
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Step[];
}

it('finds one row of a structure that had none when rows were last counted by all of its key', async () => {
  const valmont = await TestTenant.create(database, { domain: 'ch-valmont.mssante.fr' });
  const responsible = await valmont.person();
  const { id: balId } = await valmont.bal({ address: 'a@ch-valmont.mssante.fr', responsible });
  await withClient(temporary.adminUrl, async (client) => {
    await client.query(
      `insert into mail_thread_name (tenant_id, bal_id, name, thread_id)
         select $1, $2, decode(md5(n::text), 'hex'), gen_random_uuid() from generate_series(1, 20000) n`,
      [valmont.id, balId],
    );
    await client.query('analyze mail_thread_name');
  });
  const used = await indexOf('select thread_id from mail_thread_name where name = $1', [randomBytes(16)]);
  expect(used['Index Name']).toBe('mail_thread_name_pkey');
  expect(used['Index Cond']).toContain('name = ');
});

it('finds one letter of a folder by its own key, however little it knows of the table', async () => {
  const used = await indexOf('update mail_item set modseq = 2 where folder_id = $1 and uid = 1', [
    randomUUID(),
  ]);
  // That of changes would read the whole folder.
  expect(used['Index Name']).toBe('mail_item_pkey');
  expect(used['Index Cond']).toContain('uid = ');
});

/** The one index by which a newcomer's statement finds its row. */
async function indexOf(text: string, values: readonly unknown[]): Promise<Step> {
  const [answer] = await database.withTenant(fixedContext(newTenantId()), (sql) =>
    sql.query<{ 'QUERY PLAN': readonly { readonly Plan: Step }[] }>(`explain (format json) ${text}`, values),
  );
  const [used] = (answer?.['QUERY PLAN'] ?? [])
    .flatMap(({ Plan }) => stepsOf(Plan))
    .filter((step) => step['Index Name']);
  if (!used) throw new Error('no index is used');
  return used;
}

function stepsOf(step: Step): readonly Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}
