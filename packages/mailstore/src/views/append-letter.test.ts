import { type FolderStore, SEEN, type TenantContext } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, granted, MailWorld, type OpenBal, testSafe } from '../mail-world.contract.js';
import { inViewedBal } from './in-viewed-bal.js';
import { openViewedMail, type ViewedMail } from './viewed-mail.js';

let world: MailWorld;
let mail: ViewedMail;
beforeAll(async () => {
  world = await MailWorld.open();
  mail = openViewedMail(world.database, testSafe(world.database));
});
afterAll(() => world.close());

const within = <T>(context: TenantContext, balId: string, work: (folders: FolderStore) => Promise<T>) =>
  inViewedBal(mail, context, balId, ({ folders }) => work(folders));

async function append(context: TenantContext, balId: string, folderId: string, subject: string) {
  const item = await world.newItem(subject, SEEN);
  return within(context, balId, (folders) => folders.append(folderId, [item]));
}

const tracesOf = (bal: OpenBal) =>
  bal.run((_, sql) =>
    sql.query<{ facts: object }>(
      `select facts from trace_event where kind = 'message.appended' and bal_id = $1`,
      [bal.id],
    ),
  );

describe('A letter appended in one trip', () => {
  it('EX_GDT_5030: lies there with its uid, counted and traced, whichever folder it is', async () => {
    const bal = await world.bal();
    for (const use of ['inbox', 'sent'] as const) {
      const { id } = await bal.folder(use);
      const { items } = granted(await append(bal.context, bal.id, id, use));
      expect(items).toMatchObject([{ uid: 1 }]);
      const folder = await bal.folder(use);
      expect(folder).toMatchObject({ messages: 1, unseen: 0, uidNext: 2 });
      expect((await tracesOf(bal)).map(({ facts }) => facts)).toContainEqual({
        ...{ folderId: id, uid: 1, size: folder.size },
      });
    }
  });

  it('is refused where there is no room, and nothing of it is kept', async () => {
    const bal = await world.bal(10);
    const { id } = await bal.folder('inbox');
    const before = await world.count('mail_message');
    expect(codeOf(await append(bal.context, bal.id, id, 'trop'))).toBe('quotaExceeded');
    expect(await world.count('mail_message')).toBe(before);
    expect([await bal.usedBytes(), (await tracesOf(bal)).length]).toEqual([0, 0]);
    expect(await bal.folder('inbox')).toMatchObject({ messages: 0, uidNext: 1 });
  });

  it('goes to no folder of a neighbour, of the same structure or of another', async () => {
    const [bal, beside] = [await world.bal(), await world.bal()];
    const stranger = await TestTenant.create(world.database);
    const { id } = await bal.folder('inbox');
    const before = await world.count('mail_message');
    for (const [context, balId] of [
      [beside.context, beside.id],
      [stranger.context(), bal.id],
      [stranger.context(), (await stranger.bal()).id],
    ] as const) {
      expect(codeOf(await append(context, balId, id, 'intrus'))).toBe('folderUnknown');
      // Nor does a neighbour see it.
      expect(await within(context, balId, (folders) => folders.byId(id))).toBeNull();
    }
    expect(await bal.folder('inbox')).toMatchObject({ messages: 0, uidNext: 1 });
    expect(await world.count('mail_message')).toBe(before);
  });
});
