import { SEEN, type TenantId, uidSetOf } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MailWorld } from '../mail-world.contract.js';

let world: MailWorld;
beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());

it('changes flags of nobody but the BAL whose folder it is: of no neighbour’s, of the same structure or of another', async () => {
  const bal = await world.bal();
  const beside = await world.bal();
  const stranger = await TestTenant.create(world.database);
  const theirs = await stranger.bal();
  const { id } = await bal.folder('inbox');
  await bal.act(async (folders) => folders.append(id, [await world.newItem('lettre')]));
  const { highestModseq } = await bal.folder('inbox');
  const change = async (tenantId: TenantId, balId: string) => {
    const values = [tenantId, balId, id, highestModseq, [1], [SEEN], -1, '[]'];
    const [row] = await world.database.alone<{ modseq: number | null }>({
      text: 'select change_flags($1, $2, $3, $4, $5, $6, $7, $8) as modseq',
      values,
    });
    return row?.modseq;
  };
  const { tenantId } = bal.context;
  expect(await change(stranger.id, theirs.id)).toBeNull();
  expect(await change(stranger.id, bal.id)).toBeNull();
  expect(await change(tenantId, beside.id)).toBeNull();
  const [untouched] = await bal.run((folders) => folders.items(id, uidSetOf([1])));
  expect(untouched?.flags).toEqual([]);
  expect(await change(tenantId, bal.id)).toBe(highestModseq + 1);
});
