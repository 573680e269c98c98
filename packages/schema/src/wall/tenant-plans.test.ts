import { randomBytes } from 'node:crypto';
import { fixedContext, newTenantId, TestTenant, temporaryDatabase, withClient } from '@cachet/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let temporary: Awaited<ReturnType<typeof temporaryDatabase>>;
beforeAll(async () => {
  temporary = await temporaryDatabase();
});
afterAll(() => temporary.drop());

/** What PostgreSQL says of a step of its plan. */
interface Step {
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Step[];
}

it('finds one row of a structure that had none when rows were last counted by all of its key', async () => {
  const database = await temporary.connect();
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
  const newcomer = newTenantId();
  const [answer] = await database.withTenant(fixedContext(newcomer), (sql) =>
    sql.query<{ 'QUERY PLAN': readonly { readonly Plan: Step }[] }>(
      `explain (format json) select thread_id from mail_thread_name where name = $1`,
      [randomBytes(16)],
    ),
  );
  const steps = answer?.['QUERY PLAN'].flatMap(({ Plan }) => stepsOf(Plan)) ?? [];
  const [used] = steps.filter((step) => step['Index Name']);
  expect(used?.['Index Name']).toBe('mail_thread_name_pkey');
  expect(used?.['Index Cond']).toContain('name = ');
});

function stepsOf(step: Step): readonly Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}
