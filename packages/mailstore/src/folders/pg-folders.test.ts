import { randomUUID } from 'node:crypto';
import { ALL_UIDS, DELETED, FLAGGED, parseFlag, parseFolderName, SEEN } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, granted, MailWorld, type OpenBal } from '../mail-world.contract.js';
import { PgMailFiling } from '../pg-mail-filing.js';

let world: MailWorld;

beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());

const name = (text: string) => parseFolderName(text)!;
const only = (...uids: number[]) => uids.map((uid) => ({ first: uid, last: uid }));

/** A BAL with so many letters in its inbox. */
async function filled(count: number): Promise<{ bal: OpenBal; inbox: string; trash: string }> {
  const bal = await world.bal();
  const inbox = (await bal.folder('inbox')).id;
  const trash = (await bal.folder('trash')).id;
  const letters = await Promise.all(Array.from({ length: count }, () => world.newItem(randomUUID())));
  await bal.act((folders) => folders.append(inbox, letters));
  return { bal, inbox, trash };
}

const kinds = (bal: OpenBal) =>
  bal.run(async (_, sql) =>
    (
      await sql.query<{ kind: string }>('select kind from trace_event where bal_id = $1 order by at, id', [
        bal.id,
      ])
    ).map(({ kind }) => kind),
  );

describe('Appending', () => {
  it('gives uids in order, counts, and leaves one trace for each message (EX_GDT_5030)', async () => {
    const bal = await world.bal();
    const { id, uidValidity } = await bal.folder('inbox');
    const letters = [await world.newItem('un', SEEN), await world.newItem('deux')];
    const appended = await bal.act((folders) => folders.append(id, letters));
    expect(appended).toMatchObject({ uidValidity, items: [{ uid: 1 }, { uid: 2 }] });
    const size = letters.reduce((sum, { message }) => sum + message.size, 0);
    expect(await bal.folder('inbox')).toMatchObject({
      messages: 2,
      unseen: 1,
      uidNext: 3,
      size,
      highestModseq: appended.modseq,
    });
    expect(await bal.usedBytes()).toBe(size);
    expect(await bal.run((folders) => folders.items(id, ALL_UIDS))).toEqual([
      {
        uid: 1,
        messageId: appended.items[0]?.messageId,
        flags: [SEEN],
        internalDate: new Date('2026-11-03T09:00:00Z'),
        savedAt: bal.context.at,
        modseq: appended.modseq,
        size: letters[0]?.message.size,
      },
      expect.objectContaining({ uid: 2, flags: [] }),
    ]);
    expect((await kinds(bal)).filter((kind) => kind === 'message.appended')).toHaveLength(2);
  });

  it('too much for the quota appends nothing, and keeps nothing', async () => {
    const letters = [await world.newItem('tient'), await world.newItem('ne tient plus')];
    const bal = await world.bal(letters[0]!.message.size + 10);
    const { id } = await bal.folder('inbox');
    const before = await world.count('mail_message');
    expect(codeOf(await bal.run((folders) => folders.append(id, letters)))).toBe('quotaExceeded');
    expect(await bal.folder('inbox')).toMatchObject({ messages: 0, uidNext: 1 });
    expect(await world.count('mail_message')).toBe(before);
    expect(await bal.usedBytes()).toBe(0);
  });

  it('to a folder of another BAL is appending to no folder', async () => {
    const [bal, other] = [await world.bal(), await world.bal()];
    const { id } = await other.folder('inbox');
    const letter = await world.newItem('égaré');
    expect(codeOf(await bal.run((folders) => folders.append(id, [letter])))).toBe('folderUnknown');
    expect(codeOf(await bal.run((folders) => folders.append(randomUUID(), [letter])))).toBe('folderUnknown');
    expect(await bal.run((folders) => folders.items(id, ALL_UIDS))).toEqual([]);
  });

  it('undone with its transaction leaves no letter, no uid and no trace', async () => {
    const { bal, inbox } = await filled(1);
    const before = [await bal.folder('inbox'), await kinds(bal), await world.count('mail_message')];
    const letter = await world.newItem('annulé');
    const failing = bal.run(async (folders) => {
      granted(await folders.append(inbox, [letter]));
      throw new Error('power cut');
    });
    await expect(failing).rejects.toThrow('power cut');
    expect([await bal.folder('inbox'), await kinds(bal), await world.count('mail_message')]).toEqual(before);
  });
});

describe('Flags', () => {
  it('are added, removed and set; only real changes take a modseq', async () => {
    const { bal, inbox } = await filled(3);
    const store = (uids: number[], mode: 'add' | 'remove' | 'set', ...flags: string[]) =>
      bal.act((folders) =>
        folders.storeFlags(inbox, only(...uids), { mode, flags: flags.map((flag) => parseFlag(flag)!) }),
      );
    const first = await store([1, 2], 'add', '\\seen', '$forwarded');
    expect(first.items.map(({ uid, flags }) => [uid, flags])).toEqual([
      [1, ['\\Seen', '$Forwarded']],
      [2, ['\\Seen', '$Forwarded']],
    ]);
    expect((await bal.folder('inbox')).unseen).toBe(1);
    const mark = (await bal.folder('inbox')).highestModseq;
    const same = await store([1], 'add', '\\Seen');
    expect(same.items[0]?.modseq).toBe(first.items[0]?.modseq);
    expect((await bal.folder('inbox')).highestModseq).toBe(mark);
    await store([1], 'remove', '\\Seen');
    await store([2], 'set', '\\Flagged');
    expect((await bal.folder('inbox')).unseen).toBe(3);
    const items = await bal.run((folders) => folders.items(inbox, ALL_UIDS));
    expect(items.map(({ flags }) => flags)).toEqual([['$Forwarded'], ['\\Flagged'], []]);
    expect((await kinds(bal)).filter((kind) => kind === 'message.flagged')).toHaveLength(3);
  });

  it('are left alone where somebody changed them since (RFC 7162 UNCHANGEDSINCE)', async () => {
    const { bal, inbox } = await filled(2);
    const { highestModseq } = await bal.folder('inbox');
    await bal.act((folders) => folders.storeFlags(inbox, only(1), { mode: 'add', flags: [SEEN] }));
    const { items, modified } = await bal.act((folders) =>
      folders.storeFlags(inbox, ALL_UIDS, { mode: 'add', flags: [FLAGGED], unchangedSince: highestModseq }),
    );
    expect([items.map(({ uid }) => uid), modified]).toEqual([[2], [1]]);
  });

  it('are bounded in number', async () => {
    const { bal, inbox } = await filled(1);
    const flags = Array.from({ length: 65 }, (_, n) => parseFlag(`k${n}`)!);
    const stored = await bal.run((folders) => folders.storeFlags(inbox, ALL_UIDS, { mode: 'add', flags }));
    expect(codeOf(stored)).toBe('limitReached');
  });
});

describe('Copying, moving and expunging', () => {
  it('a copy is a second item of the same bytes, and takes room', async () => {
    const { bal, inbox, trash } = await filled(3);
    const used = await bal.usedBytes();
    const messages = await world.count('mail_message');
    const { pairs } = await bal.act((folders) => folders.copy(inbox, [{ first: 2, last: Infinity }], trash));
    expect(pairs).toEqual([
      { from: 2, to: 1 },
      { from: 3, to: 2 },
    ]);
    const items = await bal.run((folders) => folders.items(inbox, ALL_UIDS));
    const copies = await bal.run((folders) => folders.items(trash, ALL_UIDS));
    expect(copies.map(({ messageId }) => messageId)).toEqual(
      items.slice(1).map(({ messageId }) => messageId),
    );
    expect(await bal.usedBytes()).toBe(used + copies.reduce((sum, { size }) => sum + size, 0));
    expect(await world.count('mail_message')).toBe(messages);
  });

  it('a move leaves nothing behind and takes no room, even in a full BAL', async () => {
    const { bal, inbox, trash } = await filled(2);
    await bal.run((_, sql) => sql.query('update bal set quota_bytes = used_bytes where id = $1', [bal.id]));
    const used = await bal.usedBytes();
    const { pairs } = await bal.act((folders) => folders.move(inbox, only(2, 7), trash));
    expect(pairs).toEqual([{ from: 2, to: 1 }]);
    expect((await bal.run((folders) => folders.items(inbox, ALL_UIDS))).map(({ uid }) => uid)).toEqual([1]);
    expect((await bal.folder('trash')).messages).toBe(1);
    expect(await bal.usedBytes()).toBe(used);
    expect(codeOf(await bal.run((folders) => folders.copy(inbox, only(1), trash)))).toBe('quotaExceeded');
  });

  it('a move within one folder gives new uids', async () => {
    const { bal, inbox } = await filled(2);
    const { pairs } = await bal.act((folders) => folders.move(inbox, ALL_UIDS, inbox));
    expect(pairs).toEqual([
      { from: 1, to: 3 },
      { from: 2, to: 4 },
    ]);
    expect(await bal.folder('inbox')).toMatchObject({ messages: 2, uidNext: 5 });
  });

  it('EX_GBM_6010: only what bears \\Deleted is expunged, and its bytes go with the last item that shows them', async () => {
    const { bal, inbox, trash } = await filled(2);
    const [kept, gone] = await bal.run((folders) => folders.items(inbox, ALL_UIDS));
    await bal.act((folders) => folders.copy(inbox, only(1), trash));
    const before = [await world.count('mail_message'), await world.count('mail_message_chunk')];
    expect(await bal.act((folders) => folders.expunge(inbox, ALL_UIDS))).toMatchObject({ uids: [] });
    await bal.act((folders) => folders.storeFlags(inbox, ALL_UIDS, { mode: 'add', flags: [DELETED] }));
    expect(await bal.act((folders) => folders.expunge(inbox, ALL_UIDS))).toMatchObject({ uids: [1, 2] });
    expect([await world.count('mail_message'), await world.count('mail_message_chunk')]).toEqual(
      before.map((count) => count - 1),
    );
    expect(await bal.run((folders) => folders.locate(gone!.messageId))).toEqual([]);
    expect(await bal.run((folders) => folders.locate(kept!.messageId))).toMatchObject([
      { folderId: trash, uid: 1 },
    ]);
    expect(await bal.folder('inbox')).toMatchObject({ messages: 0, unseen: 0, size: 0, uidNext: 3 });
    expect(await bal.usedBytes()).toBe(kept!.size);
    expect((await kinds(bal)).filter((kind) => kind === 'message.expunged')).toHaveLength(2);
  });

  it('bytes shown in a colleague’s BAL, or still to be sent, stay', async () => {
    const [bal, colleague] = [await world.bal(), await world.bal()];
    const marks = { seen: false, internalDate: new Date() };
    const file = async (letter: Awaited<ReturnType<typeof world.letter>>, ...bals: OpenBal[]) =>
      bal.run(async (_, sql) => {
        const filing = new PgMailFiling(sql, world.safe);
        const id = await filing.keep(letter);
        for (const { id: balId } of bals) granted(await filing.file(balId, 'inbox', id, marks));
        return id;
      });
    const shared = await file(await world.letter('partagé'), bal, colleague);
    const queued = await file(await world.letter('à envoyer'), bal);
    await bal.run((_, sql) =>
      sql.query(
        `insert into delivery (tenant_id, id, direction, bal_id, message_id, recipient, size, state, created_at, updated_at)
         values ($1, $2, 'outbound', $3, $4, 'x@y.fr', 1, 'deferred', now(), now())`,
        [bal.context.tenantId, randomUUID(), bal.id, queued],
      ),
    );
    const inbox = (await bal.folder('inbox')).id;
    await bal.act((folders) => folders.storeFlags(inbox, ALL_UIDS, { mode: 'add', flags: [DELETED] }));
    await bal.act((folders) => folders.expunge(inbox, ALL_UIDS));
    for (const id of [shared, queued]) {
      expect(await bal.run((_, sql) => new PgMailFiling(sql, world.safe).open(id))).not.toBeNull();
    }
  });

  it('changes since a modseq tell what is new, what changed and what is gone (RFC 7162)', async () => {
    const { bal, inbox, trash } = await filled(4);
    const { highestModseq } = await bal.folder('inbox');
    await bal.act((folders) => folders.storeFlags(inbox, only(2), { mode: 'add', flags: [SEEN] }));
    await bal.act((folders) => folders.move(inbox, only(3), trash));
    await bal.act(async (folders) => folders.append(inbox, [await world.newItem('nouveau')]));
    const changes = await bal.run((folders) => folders.changesSince(inbox, highestModseq));
    expect(changes.changed.map(({ uid }) => uid)).toEqual([2, 5]);
    expect(changes.expunged).toEqual([3]);
    const now = await bal.run((folders) => folders.changesSince(inbox, changes.highestModseq));
    expect(now).toEqual({ highestModseq: changes.highestModseq, changed: [], expunged: [] });
  });

  it('the newest come first, page by page', async () => {
    const { bal, inbox } = await filled(5);
    const page = async (beforeUid?: number) =>
      (await bal.run((folders) => folders.newest(inbox, { limit: 2, beforeUid }))).map(({ uid }) => uid);
    expect([await page(), await page(4), await page(2)]).toEqual([[5, 4], [3, 2], [1]]);
    const back = async (uid: number) =>
      (await bal.run((folders) => folders.above(inbox, { limit: 2, uid }))).map((item) => item.uid);
    expect([await back(0), await back(2), await back(4), await back(5)]).toEqual([[1, 2], [3, 4], [5], []]);
  });
});

describe('Folders', () => {
  it('are created with those above them, renamed with those below, deleted with their letters', async () => {
    const { bal, inbox } = await filled(1);
    const names = async () =>
      (await bal.run((folders) => folders.list())).map((folder) => folder.name).slice(6);
    const before = await world.count('mail_message');
    const created = await bal.act((folders) => folders.create(name('Patients/2026/Été')));
    await bal.act((folders) => folders.move(inbox, ALL_UIDS, created.id));
    const top = await bal.run((folders) => folders.byName(name('Patients')));
    await bal.act((folders) => folders.rename(top!.id, name('Archive/Suivi')));
    const byName = (text: string) => bal.run((folders) => folders.byName(name(text)));
    expect(await byName('Archive/Suivi/2026/Été')).toMatchObject({ id: created.id, messages: 1 });
    expect(await byName('Patients')).toBeNull();
    await bal.act((folders) => folders.remove(top!.id));
    expect(await byName('Archive/Suivi/2026')).not.toBeNull();
    await bal.act((folders) => folders.remove(created.id));
    expect(await names()).not.toContain('Archive/Suivi/2026/Été');
    expect(await world.count('mail_message')).toBe(before - 1);
    expect(await bal.usedBytes()).toBe(0);
    const traced = await kinds(bal);
    // EX_GDT_5050: a folder may be named after a patient, and traces outlive it.
    const facts = await bal.run((_, sql) => sql.query('select facts from trace_event'));
    expect(JSON.stringify(facts)).not.toMatch(/Patients|Suivi|INBOX/);
    expect(traced.filter((kind) => kind === 'folder.created')).toHaveLength(3);
    expect(traced.filter((kind) => kind === 'folder.renamed')).toHaveLength(3);
    expect(traced.filter((kind) => kind === 'folder.deleted')).toHaveLength(2);
  });

  it('refuse what would confuse: a taken name, a special folder, a folder inside itself', async () => {
    const { bal, inbox } = await filled(0);
    const a = await bal.act((folders) => folders.create(name('a')));
    await bal.act((folders) => folders.create(name('a/x')));
    await bal.act((folders) => folders.create(name('b/x')));
    const b = await bal.run((folders) => folders.byName(name('b')));
    const codes = await Promise.all([
      bal.run((folders) => folders.create(name('Sent'))),
      bal.run((folders) => folders.create(name('inbox'))),
      bal.run((folders) => folders.rename(inbox, name('c'))),
      bal.run((folders) => folders.remove(inbox)),
      bal.run((folders) => folders.rename(a.id, name('a/b'))),
      bal.run((folders) => folders.rename(a.id, name('b'))),
      bal.run((folders) => folders.rename(b!.id, name('a'))),
      bal.run((folders) => folders.remove(randomUUID())),
    ]);
    expect(codes.map(codeOf)).toEqual([
      'folderExists',
      'folderExists',
      'folderReserved',
      'folderReserved',
      'inputInvalid',
      'folderExists',
      'folderExists',
      'folderUnknown',
    ]);
  });

  it('created again under an old name are never taken for the old ones (UIDVALIDITY)', async () => {
    const bal = await world.bal();
    let last = 0;
    for (let time = 0; time < 3; time += 1) {
      const folder = await bal.act((folders) => folders.create(name('éphémère')));
      expect(folder.uidValidity).toBeGreaterThan(last);
      last = folder.uidValidity;
      await bal.act((folders) => folders.remove(folder.id));
    }
  });

  it('can be unsubscribed and subscribed', async () => {
    const bal = await world.bal();
    const { id } = await bal.folder('junk');
    await bal.act((folders) => folders.subscribe(id, false));
    expect((await bal.folder('junk')).subscribed).toBe(false);
  });

  it('stay below a thousand', async () => {
    const bal = await world.bal();
    await bal.folder('inbox');
    await bal.run((_, sql) =>
      sql.query(
        `insert into mail_folder (tenant_id, id, bal_id, name, uid_validity, created_at)
         select $1, gen_random_uuid(), $2, 'n' || n, 1, now() from generate_series(1, 994) n`,
        [bal.context.tenantId, bal.id],
      ),
    );
    expect(codeOf(await bal.run((folders) => folders.create(name('one too many'))))).toBe('limitReached');
  });
});
