import type { Folder, FolderStore } from '@cachet/mss-core';
import type { ChangeEvent, Database } from '@cachet/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { granted, MailWorld, type OpenBal, testSafe } from '../mail-world.contract.js';
import { FolderTrees } from './folder-trees.js';
import { inViewedBal } from './in-viewed-bal.js';
import { openViewedMail, type ViewedMail } from './viewed-mail.js';

let world: MailWorld;
let elsewhere: Database;
beforeAll(async () => {
  world = await MailWorld.open();
  elsewhere = await world.temporary.connect('elsewhere');
});
afterAll(() => world.close());

const nameOf = (text: string) => text as Folder['name'];

const within =
  (mail: ViewedMail, bal: OpenBal) =>
  <T>(work: (folders: FolderStore) => Promise<T>) =>
    inViewedBal(mail, bal.context, bal.id, ({ folders }) => work(folders));

/** A process whose readings are counted. */
function processOn(database: Database) {
  const counts = { readings: 0 };
  const counted: ViewedMail['database'] & Pick<Database, 'changes'> = {
    changes: database.changes,
    alone: (statement) => database.alone(statement),
    atOnce: (statements) => {
      counts.readings += 1;
      return database.atOnce(statements);
    },
    withTenant: (context, work) => database.withTenant(context, work),
  };
  return { counts, mail: openViewedMail(counted, testSafe(database)) };
}

describe('the folders of a BAL by their names', () => {
  it('are read once, and again after a change made here, which is seen at once', async () => {
    const { counts, mail } = processOn(world.database);
    const bal = await world.bal();
    const here = within(mail, bal);
    expect(await here((folders) => folders.byName(nameOf('Absent')))).toBeNull();
    const before = counts.readings;
    expect(await here((folders) => folders.byName(nameOf('Absent')))).toBeNull();
    expect(counts.readings).toBe(before);
    const made = granted(await here((folders) => folders.create(nameOf('Patients'), true)));
    expect((await here((folders) => folders.byName(nameOf('Patients'))))?.id).toBe(made.id);
    granted(await here((folders) => folders.rename(made.id, nameOf('Anciens'))));
    expect(await here((folders) => folders.byName(nameOf('Patients')))).toBeNull();
    expect((await here((folders) => folders.byName(nameOf('Anciens'))))?.id).toBe(made.id);
    granted(await here((folders) => folders.remove(made.id)));
    expect(await here((folders) => folders.byName(nameOf('Anciens')))).toBeNull();
  });

  it('of a folder in memory are answered with what lies in it now, without asking', async () => {
    const { counts, mail } = processOn(world.database);
    const bal = await world.bal();
    const here = within(mail, bal);
    const inbox = await here((folders) => folders.byName(nameOf('INBOX')));
    await here((folders) => folders.open(inbox?.id ?? ''));
    granted(await here(async (folders) => folders.append(inbox?.id ?? '', [await world.newItem('une')])));
    const before = counts.readings;
    expect(await here((folders) => folders.byName(nameOf('INBOX')))).toMatchObject({
      messages: 1,
      uidNext: 2,
    });
    expect(counts.readings).toBe(before);
  });

  it('follow what another process does', async () => {
    const [one, other] = [processOn(world.database), processOn(elsewhere)];
    const bal = await world.bal();
    const [here, there] = [within(one.mail, bal), within(other.mail, bal)];
    expect(await here((folders) => folders.byName(nameOf('Ailleurs')))).toBeNull();
    const made = granted(await there((folders) => folders.create(nameOf('Ailleurs'), true)));
    await expect
      .poll(() => here((folders) => folders.byName(nameOf('Ailleurs'))))
      .toMatchObject({ id: made.id });
  });

  it('are those of one BAL of one tenant, whoever else asks for the same ids', async () => {
    const { mail } = processOn(world.database);
    const [bal, other] = [await world.bal(), await world.bal()];
    granted(await within(mail, bal)((folders) => folders.create(nameOf('Secret'), true)));
    expect(await within(mail, bal)((folders) => folders.byName(nameOf('Secret')))).not.toBeNull();
    expect(await within(mail, other)((folders) => folders.byName(nameOf('Secret')))).toBeNull();
  });
});

/** Announcements that a test makes. */
class TestChanges {
  isListening = true;
  readonly listeners = new Set<(event: ChangeEvent) => void>();

  subscribe(_filter: object, listener: (event: ChangeEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

describe('trees kept in memory', () => {
  const context = () => world.tenant.context();
  const folders = (...names: string[]) => names.map((name) => ({ name }) as Folder);
  const limits = { folders: 5, idleMs: 1_000 };

  it('do not keep what was read before a change', async () => {
    const changes = new TestChanges();
    const trees = new FolderTrees(changes, limits);
    await trees.of(context(), 'bal', async () => {
      trees.touch('bal');
      return folders('old');
    });
    expect([...(await trees.of(context(), 'bal', async () => folders('new'))).keys()]).toEqual(['new']);
    for (const listener of changes.listeners) listener({ kind: 'resync' });
    expect([...(await trees.of(context(), 'bal', async () => folders('newer'))).keys()]).toEqual(['newer']);
  });

  it('are read each time while announcements cannot be heard', async () => {
    const changes = new TestChanges();
    const trees = new FolderTrees(changes, limits);
    changes.isListening = false;
    for (const name of ['one', 'two'])
      expect([...(await trees.of(context(), 'bal', async () => folders(name))).keys()]).toEqual([name]);
  });

  it('stay within their bound, and leave when nobody asks for them', async () => {
    let now = 0;
    const changes = new TestChanges();
    const trees = new FolderTrees(changes, limits, () => now);
    for (let n = 0; n < 10; n += 1) {
      await trees.of(context(), `bal ${n}`, async () => folders('a', 'b'));
      expect(trees.folders).toBeLessThanOrEqual(limits.folders);
    }
    expect(changes.listeners.size).toBe(2);
    now += 3 * limits.idleMs;
    await trees.of(context(), 'another', async () => folders('a'));
    expect([trees.folders, changes.listeners.size]).toEqual([1, 1]);
  });
});
