import { ALL_UIDS } from '@cachet/mss-core';
import { Database, type TenantSql } from '@cachet/schema';
import { type LosingProxy, startLosingProxy } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgFolders } from './folders/pg-folders.js';
import { granted, MailWorld, type OpenBal } from './mail-world.contract.js';
import { traced } from './traced.js';

let world: MailWorld;
let way: LosingProxy;
let database: Database;

beforeAll(async () => {
  world = await MailWorld.open();
  way = await startLosingProxy(world.temporary.appUrl);
  database = await Database.connect({ url: way.url, app: 'traced' });
});
afterAll(async () => {
  await database.close();
  await way.close();
  await world.close();
});

const inBal = <T>(bal: OpenBal, work: (folders: PgFolders, sql: TenantSql) => Promise<T>) =>
  traced(database, world.tenant.context(), (sql, journal) =>
    work(new PgFolders(sql, world.safe, bal.id, journal), sql),
  );

describe('When the connection is lost while an act on a BAL commits', () => {
  it('the act is done if the database kept it, and its answer is the one it had', async () => {
    const bal = await world.bal();
    const inbox = await bal.folder('inbox');
    const item = await world.newItem('déposé');
    way.loseAnswer('commit', 'COMMIT');
    const appended = granted(await inBal(bal, (folders) => folders.append(inbox.id, [item])));
    expect(way.isWaiting).toBe(false);
    expect(appended.items).toMatchObject([{ uid: 1 }]);
    expect(await bal.folder('inbox')).toMatchObject({ messages: 1, uidNext: 2 });
  });

  it('it is a fault if the database never had it, and nothing has changed', async () => {
    const bal = await world.bal();
    const inbox = await bal.folder('inbox');
    const trash = await bal.folder('trash');
    await bal.act(async (folders) => folders.append(inbox.id, [await world.newItem('déplacé')]));
    way.loseQuestion('commit');
    const moving = inBal(bal, (folders) => folders.move(inbox.id, ALL_UIDS, trash.id));
    await expect(moving).rejects.toThrow(/terminated|ECONNRESET/);
    expect(await bal.folder('inbox')).toMatchObject({ messages: 1 });
    expect(await bal.folder('trash')).toMatchObject({ messages: 0, uidNext: 1 });
  });

  it('reading is a fault like others', async () => {
    const bal = await world.bal();
    await bal.folder('inbox');
    way.loseAnswer('commit', 'COMMIT');
    await expect(inBal(bal, (folders) => folders.list())).rejects.toThrow(/terminated|ECONNRESET/);
  });
});
