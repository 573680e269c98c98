import { ALL_UIDS, DELETED, SEEN, uidSetOf } from '@cachet/mss-core';
import { walkFromEnd, wantedBy } from '@cachet/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MailWorld, type OpenBal } from '../mail-world.contract.js';
import { linkMessages } from './link-messages.js';
import { linkTenant } from './link-tenant.js';
import { type ListedThread, PgThreads, type ThreadPlace, type ThreadScope } from './pg-threads.js';

let world: MailWorld;
let bal: OpenBal;
let inbox: string;
let sent: string;
let trash: string;

beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  bal = await world.bal();
  inbox = (await bal.folder('inbox')).id;
  sent = (await bal.folder('sent')).id;
  trash = (await bal.folder('trash')).id;
});

let minute = 0;

/** Puts a letter of that Message-ID in a folder, answering those; a minute after the one before. */
async function letter(
  folderId: string,
  id: string | null,
  references: readonly string[] = [],
  subject = 'Compte rendu',
): Promise<number> {
  minute += 1;
  const head = [
    `Subject: ${subject}`,
    'From: a@b.fr',
    ...(id ? [`Message-ID: <${id}>`] : []),
    ...(references.length > 0 ? [`References: ${references.map((each) => `<${each}>`).join(' ')}`] : []),
  ];
  const message = await world.receive(Buffer.from(`${head.join('\r\n')}\r\n\r\n${minute}\r\n`));
  const internalDate = new Date(Date.UTC(2026, 10, 3, 9, minute));
  const { items } = await bal.act((folders) =>
    folders.append(folderId, [{ message, flags: [], internalDate }]),
  );
  return items[0]!.uid;
}

const link = (of: OpenBal = bal, atMost = 1_000) =>
  linkMessages({ database: of.database, context: of.context, safe: of.safe, balId: of.id }, { atMost });

const scope = (folderId: string | null = null): ThreadScope => ({ folderId, folderIds: [inbox, sent] });

/** The uids of each conversation, oldest first, the newest conversation first. */
async function conversations(of: ThreadScope = scope(), balId = bal.id): Promise<(readonly number[])[]> {
  return bal.run(async (_, sql) => {
    const threads = new PgThreads(sql, balId);
    const listed = await threads.newest(of, walkFromEnd(100));
    const members = await threads.members(
      listed.map(({ threadId }) => threadId),
      of,
      walkFromEnd(100),
    );
    return listed.map(({ threadId }) => (members.get(threadId) ?? []).map(({ uid }) => uid).reverse());
  });
}

const idOf = async (at: number) =>
  (await bal.run((_, sql) => new PgThreads(sql, bal.id).newest(scope(), walkFromEnd(100))))[at]?.threadId;

describe('conversations of a BAL', () => {
  it('RFC 5256 §4: are made of the ids that letters have and answer, across folders', async () => {
    const question = await letter(inbox, 'q@x');
    await letter(inbox, 'other@x');
    const answer = await letter(sent, 'r@x', ['q@x']);
    await letter(inbox, 't@x', ['q@x', 'r@x']);
    await link();
    expect(await conversations()).toEqual([[question, answer, 3], [2]]);
    expect(await conversations(scope(inbox))).toEqual([[question, answer, 3], [2]]);
    expect(await conversations(scope(sent))).toEqual([[question, answer, 3]]);
  });

  it('are not of those who share a subject alone: two patients’ letters bear the same', async () => {
    await letter(inbox, 'a@x', [], 'Compte rendu');
    await letter(inbox, 'b@x', [], 'Compte rendu');
    await letter(inbox, null, [], 'Compte rendu');
    await link();
    expect(await conversations()).toEqual([[3], [2], [1]]);
  });

  it('are the same whatever the order in which letters come, and keep their id when a letter joins two', async () => {
    await letter(inbox, 'third@x', ['first@x', 'second@x']);
    await link();
    const id = await idOf(0);
    await letter(inbox, 'first@x');
    await letter(inbox, 'apart@x');
    await link();
    expect(await conversations()).toEqual([[3], [1, 2]]);
    await letter(inbox, 'joins@x', ['apart@x', 'second@x']);
    await link();
    expect(await conversations()).toEqual([[1, 2, 3, 4]]);
    expect(await idOf(0)).toBe(id);
  });

  it('follow messages that are moved and copied, show a letter once, and lose those that leave', async () => {
    await letter(inbox, 'q@x');
    await letter(inbox, 'r@x', ['q@x']);
    await link();
    const id = await idOf(0);
    await bal.act((folders) => folders.move(inbox, uidSetOf([1]), sent));
    await bal.act((folders) => folders.copy(inbox, uidSetOf([2]), sent));
    await link();
    expect(await idOf(0)).toBe(id);
    const totals = await bal.run((_, sql) => new PgThreads(sql, bal.id).totals([id!], scope()));
    expect(totals.get(id!)).toMatchObject({ messages: 2, unseen: 2 });
    await bal.act((folders) => folders.storeFlags(sent, ALL_UIDS, { mode: 'add', flags: [SEEN] }));
    await bal.act((folders) => folders.storeFlags(inbox, ALL_UIDS, { mode: 'add', flags: [DELETED] }));
    await bal.act((folders) => folders.expunge(inbox, ALL_UIDS));
    const left = await bal.run((_, sql) => new PgThreads(sql, bal.id).totals([id!], scope()));
    expect(left.get(id!)).toMatchObject({ messages: 2, unseen: 0 });
    expect(await conversations(scope(inbox))).toEqual([]);
    const rows = await bal.run((_, sql) =>
      sql.query('select folder_id from mail_thread_item where bal_id = $1', [bal.id]),
    );
    expect(rows).toEqual([{ folder_id: sent }, { folder_id: sent }]);
  });

  it('are listed page by page, each once, at the place of its newest letter', async () => {
    for (let n = 0; n < 6; n += 1)
      await letter(n % 2 ? inbox : sent, `m${n}@x`, n > 2 ? [`m${n - 3}@x`] : []);
    await letter(trash, 'thrown@x', ['m0@x']);
    await link();
    const seen: string[] = [];
    for (let after: ThreadPlace | null = null; ; ) {
      const [first]: readonly ListedThread[] = await bal.run((_, sql) =>
        new PgThreads(sql, bal.id).newest(scope(), wantedBy({ first: 1, after })),
      );
      if (!first) break;
      seen.push(first.threadId);
      after = first;
    }
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
    expect(await conversations()).toEqual([
      [2, 3],
      [1, 3],
      [1, 2],
    ]);
  });

  it('are put together a part at a time, by several at once, without harm', async () => {
    for (let n = 0; n < 12; n += 1) await letter(inbox, `n${n}@x`, n > 0 ? ['n0@x'] : []);
    // What was there before anybody looked: the newest first.
    expect(await link(bal, 5)).toBe(false);
    expect(await conversations()).toEqual([[8, 9, 10, 11, 12]]);
    await letter(inbox, 'late@x', ['n0@x', 'n3@x']);
    expect(await link(bal, 3)).toBe(false);
    expect(await conversations()).toEqual([[6, 7, 8, 9, 10, 11, 12, 13]]);
    await Promise.all([link(), link(), link(), linkTenant(bal.database, bal.context, bal.safe)]);
    expect(await conversations()).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]]);
    expect(await link()).toBe(true);
  });

  it('are the BAL’s alone: ids of another bring nothing together, and names tell nothing', async () => {
    const other = await world.bal();
    const theirs = (await other.folder('inbox')).id;
    await letter(inbox, 'a@x');
    await letter(inbox, 'b@x');
    const message = await world.receive(
      Buffer.from('Message-ID: <c@x>\r\nReferences: <a@x> <b@x>\r\n\r\nx\r\n'),
    );
    await other.act((folders) => folders.append(theirs, [{ message, flags: [], internalDate: new Date() }]));
    await Promise.all([link(), link(other)]);
    expect(await conversations()).toEqual([[2], [1]]);
    expect(await conversations(scope(), other.id)).toEqual([]);
    const names = await bal.run((_, sql) =>
      sql.query<{ name: Buffer }>('select name from mail_thread_name where bal_id = any($1::uuid[])', [
        [bal.id, other.id],
      ]),
    );
    expect(new Set(names.map(({ name }) => name.toString('hex'))).size).toBe(names.length);
    expect(names.map(({ name }) => name.length)).toEqual(names.map(() => 16));
  });
});
