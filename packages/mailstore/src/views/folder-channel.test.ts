import { type FolderStore, SEEN, uidSetOf } from '@cachet/mss-core';
import { withClient } from '@cachet/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { granted, MailWorld, testSafe } from '../mail-world.contract.js';
import { PgMailFiling } from '../pg-mail-filing.js';
import { inViewedBal } from './in-viewed-bal.js';
import { openViewedMail } from './viewed-mail.js';

let world: MailWorld;
beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());

it('a change within a folder, whoever makes it, is told on the channel of folders alone', async () => {
  const bal = await world.bal();
  const { id } = await bal.folder('inbox');
  const mail = openViewedMail(world.database, testSafe(world.database));
  const viewed = <T>(work: (folders: FolderStore) => Promise<T>) =>
    inViewedBal(mail, bal.context, bal.id, ({ folders }) => work(folders));
  const told: { channel: string; topic: string }[] = [];
  await withClient(world.temporary.adminUrl, async (client) => {
    client.on('notification', ({ channel, payload }) => {
      const { topic } = JSON.parse(payload ?? '{}') as { topic: string };
      told.push({ channel, topic });
    });
    await client.query('listen cachet; listen cachet_folder');
    const letter = await world.letter('déposée');
    await bal.run(async (_, sql) => {
      const filing = new PgMailFiling(sql, world.safe);
      const marks = { internalDate: new Date(), seen: false };
      granted(await filing.file(bal.id, 'inbox', await filing.keep(letter), marks));
    });
    granted(await viewed(async (folders) => folders.append(id, [await world.newItem('classée')])));
    granted(await viewed((folders) => folders.storeFlags(id, uidSetOf([1]), { mode: 'add', flags: [SEEN] })));
    granted(await bal.run((folders) => folders.expunge(id, uidSetOf([1]))));
    await bal.run((_, sql) => sql.notify('bal', bal.id));
    await client.query('select');
  });
  const onFolders = told.filter(({ channel }) => channel === 'cachet_folder');
  expect(onFolders.length).toBeGreaterThanOrEqual(3);
  expect(new Set(onFolders.map(({ topic }) => topic))).toEqual(new Set(['folder']));
  const elsewhere = told.filter(({ channel }) => channel === 'cachet').map(({ topic }) => topic);
  expect(elsewhere).toContain('bal');
  expect(elsewhere).not.toContain('folder');
});
