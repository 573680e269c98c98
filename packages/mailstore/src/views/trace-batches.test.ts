import { fixedContext, newTenantId, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailWorld } from '../mail-world.contract.js';
import { TraceBatches } from './trace-batches.js';

let world: MailWorld;
beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());

const act = (folder: string) => ({ kind: 'message.read', outcome: 'ok', facts: { folder } }) as const;

function foldersTraced(context = world.tenant.context()): Promise<readonly string[]> {
  return world.database.withTenant(context, async (sql) => {
    const rows = await sql.query<{ folder: string }>(
      `select facts ->> 'folder' as folder from trace_event where kind = 'message.read' order by folder`,
    );
    return rows.map(({ folder }) => folder);
  });
}

describe('Traces kept together', () => {
  it('are all there when each is told done, in few commits, each in its tenant', async () => {
    let commits = 0;
    const traces = new TraceBatches({
      alone: (statement) => {
        commits += 1;
        return world.database.alone(statement);
      },
    });
    const other = (await TestTenant.create(world.database)).context();
    const names = Array.from({ length: 100 }, (_, index) => `dossier ${String(index).padStart(3, '0')}`);
    await Promise.all([
      ...names.map((name) => traces.record(world.tenant.context(), [act(name)])),
      traces.record(other, [act('ailleurs'), act('là-bas')]),
    ]);
    expect(await foldersTraced()).toEqual(names);
    expect(await foldersTraced(other)).toEqual(['ailleurs', 'là-bas']);
    expect(commits).toBeLessThan(5);
  });

  it('wait for no commit that hangs', async () => {
    const { promise: never } = Promise.withResolvers<never>();
    let commits = 0;
    const traces = new TraceBatches({
      alone: (statement) => (commits++ === 0 ? never : world.database.alone(statement)),
    });
    const before = await foldersTraced();
    void traces.record(world.tenant.context(), [act('suspendu')]);
    for (const folder of ['après', 'ensuite']) await traces.record(world.tenant.context(), [act(folder)]);
    expect(await foldersTraced()).toEqual([...before, 'après', 'ensuite'].sort());
  });

  it('that the database refuses leave those beside them', async () => {
    const traces = new TraceBatches(world.database);
    const before = await foldersTraced();
    const nobody = fixedContext(newTenantId());
    const outcomes = await Promise.allSettled([
      traces.record(world.tenant.context(), [act('a')]),
      traces.record(world.tenant.context(), [act('x')]),
      traces.record({ ...nobody, tenantId: 'no tenant' as never }, [act('b')]),
      traces.record(world.tenant.context(), [act('z')]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await foldersTraced()).toEqual([...before, 'a', 'x', 'z'].sort());
  });
});
