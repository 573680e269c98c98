import { type FolderName, parseFolderName } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, MailWorld, OpenBal } from '../mail-world.contract.js';

let world: MailWorld;

beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());

const kept = (bal: OpenBal) => bal.run((folders) => folders.keptSubscriptions());

/** A BAL where a folder of that name was, subscribed. */
async function without(name: FolderName): Promise<OpenBal> {
  const bal = await world.bal();
  const { id } = await bal.act((folders) => folders.create(name));
  await bal.act((folders) => folders.remove(id));
  return bal;
}

const alerts = parseFolderName('Alertes')!;

describe('A name that was subscribed', () => {
  it('stays so after its folder, for its own BAL alone', async () => {
    const bal = await without(alerts);
    expect(await kept(bal)).toEqual([alerts]);
    const other = await world.bal();
    expect(await kept(other)).toEqual([]);
    expect(codeOf(await other.run((folders) => folders.dropSubscription(alerts)))).toBe('folderUnknown');
    expect(await kept(bal)).toEqual([alerts]);
  });

  it('is nothing a neighbour can see, withdraw or plant', async () => {
    const bal = await without(alerts);
    const neighbour = await TestTenant.create(world.database);
    const stranger = new OpenBal(world.database, world.safe, neighbour.context(), bal.id);
    expect(await kept(stranger)).toEqual([]);
    expect(codeOf(await stranger.run((folders) => folders.dropSubscription(alerts)))).toBe('folderUnknown');
    const plant = stranger.run((_, sql) =>
      sql.query(
        `insert into mail_kept_subscription (tenant_id, bal_id, name, kept_at) values ($1, $2, 'Planté', now())`,
        [world.tenant.id, bal.id],
      ),
    );
    await expect(plant).rejects.toThrow(/row-level security/);
    expect(await kept(bal)).toEqual([alerts]);
  });

  it('is given to the folder that bears it again, and kept no longer', async () => {
    const bal = await without(alerts);
    const folder = await bal.act((folders) => folders.create(alerts, false));
    expect(folder.subscribed).toBe(true);
    expect(await kept(bal)).toEqual([]);
    await bal.act((folders) => folders.subscribe(folder.id, false));
    await bal.act((folders) => folders.remove(folder.id));
    expect(await kept(bal)).toEqual([]);
  });

  it('prevents nobody from deleting folders: beyond a thousand, the oldest leave', async () => {
    const bal = await without(alerts);
    await bal.run((_, sql) =>
      sql.query(
        `insert into mail_kept_subscription (tenant_id, bal_id, name, kept_at)
         select $1, $2, 'n' || n, $3::timestamptz - n * interval '1 day' from generate_series(1, 1000) n`,
        [bal.context.tenantId, bal.id, bal.context.at],
      ),
    );
    const { id } = await bal.act((folders) => folders.create('Dernier' as FolderName));
    await bal.act((folders) => folders.remove(id));
    const names = await kept(bal);
    expect(names).toHaveLength(1000);
    expect(names).toEqual(expect.arrayContaining([alerts, 'Dernier', 'n998']));
    expect(names).not.toContain('n999');
  });
});
