import { ALL_UIDS, DELETED, type FolderItem, SEEN } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailWorld, type OpenBal } from '../mail-world.contract.js';

let world: MailWorld;

beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());

const ROUNDS = 8;

describe('Sessions acting at once (D08)', () => {
  it('never share a uid, and counters tell what is there', async () => {
    const bal = await world.bal();
    const inbox = (await bal.folder('inbox')).id;
    const trash = (await bal.folder('trash')).id;
    const letters = await Promise.all(Array.from({ length: 20 }, (_, n) => world.newItem(`n° ${n}`)));
    const given: number[] = [];
    const session = async (turn: number) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const letter = letters[(turn + round) % letters.length]!;
        const { items } = await bal.act((folders) => folders.append(inbox, [letter]));
        const uid = items[0]!.uid;
        given.push(uid);
        const uids = [{ first: uid, last: uid }];
        if (turn % 4 === 0) await bal.act((folders) => folders.copy(inbox, uids, trash));
        if (turn % 4 === 1) await bal.act((folders) => folders.move(inbox, uids, trash));
        if (turn % 4 === 2) await bal.act((folders) => folders.move(trash, ALL_UIDS, inbox));
        const flags = [turn % 2 === 0 ? DELETED : SEEN];
        await bal.act((folders) => folders.storeFlags(inbox, uids, { mode: 'add', flags }));
        await bal.act((folders) => folders.expunge(inbox, ALL_UIDS));
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, turn) => session(turn)));
    expect(new Set(given).size).toBe(20 * ROUNDS);
    await countersAreTrue(bal);
    await nothingIsLost(bal);
  });

  it('file and remove the same bytes in turn without losing them', async () => {
    const bal = await world.bal();
    const { id } = await bal.folder('inbox');
    const letter = await world.newItem('le même', DELETED);
    const append = () => bal.act((folders) => folders.append(id, [letter]));
    const expunge = () => bal.act((folders) => folders.expunge(id, ALL_UIDS));
    for (let round = 0; round < 15; round += 1) {
      await Promise.all([append(), expunge(), append(), expunge(), append()]);
    }
    await countersAreTrue(bal);
    await nothingIsLost(bal);
  });
});

async function countersAreTrue(bal: OpenBal): Promise<void> {
  const folders = await bal.run((opened) => opened.list());
  let used = 0;
  for (const folder of folders) {
    const items: readonly FolderItem[] = await bal.run((opened) => opened.items(folder.id, ALL_UIDS));
    const size = items.reduce((sum, item) => sum + item.size, 0);
    used += size;
    expect(folder).toMatchObject({
      messages: items.length,
      unseen: items.filter(({ flags }) => !flags.includes(SEEN)).length,
      size,
    });
    expect(Math.max(0, ...items.map(({ uid }) => uid))).toBeLessThan(folder.uidNext);
    expect(Math.max(0, ...items.map(({ modseq }) => modseq))).toBeLessThanOrEqual(folder.highestModseq);
  }
  expect(await bal.usedBytes()).toBe(used);
}

/** Every item has its bytes. */
async function nothingIsLost(bal: OpenBal): Promise<void> {
  const [missing] = await bal.run((_, sql) =>
    sql.query<{ count: number }>(
      `select count(*) as count from mail_item i where not exists
         (select from mail_message m join mail_message_chunk c on c.message_id = m.id where m.id = i.message_id)`,
    ),
  );
  expect(missing?.count).toBe(0);
}
