import { randomUUID } from 'node:crypto';
import { ALL_UIDS, DELETED, type NewDelivery } from '@cachet/mss-core';
import { PgDeliveries } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgMessageBytes } from './bytes/pg-message-bytes.js';
import { codeOf, granted, MailWorld, OpenBal, whole } from './mail-world.contract.js';
import { PgMailFiling } from './pg-mail-filing.js';

let world: MailWorld;

beforeAll(async () => {
  world = await MailWorld.open();
});
afterAll(() => world.close());

const MARKS = { seen: false, internalDate: new Date('2026-11-03T09:00:00Z') };

describe('Filing a letter', () => {
  it('for two BAL of one tenant keeps its bytes once and counts it in both quotas', async () => {
    const [anne, bruno] = [await world.bal(), await world.bal()];
    const letter = await world.letter('pour deux');
    const messages = await world.count('mail_message');
    const id = await anne.run(async (_, sql) => {
      const filing = new PgMailFiling(sql, world.safe);
      const kept = await filing.keep(letter);
      granted(await filing.file(anne.id, 'inbox', kept, MARKS));
      granted(await filing.file(bruno.id, 'inbox', kept, MARKS));
      return kept;
    });
    expect(await world.count('mail_message')).toBe(messages + 1);
    for (const bal of [anne, bruno]) {
      expect(await bal.usedBytes()).toBe(letter.size);
      expect(await bal.folder('inbox')).toMatchObject({
        messages: 1,
        unseen: 1,
        uidNext: 2,
        size: letter.size,
      });
      expect((await bal.run((folders) => folders.locate(id))).map(({ uid }) => uid)).toEqual([1]);
    }
  });

  it('gives the same bytes the same id, even kept twice at once', async () => {
    const letter = await world.letter('deux fois');
    const bal = await world.bal();
    const keep = () => bal.run((_, sql) => new PgMailFiling(sql, world.safe).keep(letter));
    const ids = await Promise.all([keep(), keep(), keep(), keep()]);
    expect(new Set(ids).size).toBe(1);
  });

  it('cannot be opened by the neighbour tenant, nor from a BAL that does not show it', async () => {
    const bal = await world.bal();
    const letter = await world.letter('confidentiel');
    const id = await bal.run(async (_, sql) => {
      const filing = new PgMailFiling(sql, world.safe);
      const kept = await filing.keep(letter);
      granted(await filing.file(bal.id, 'inbox', kept, MARKS));
      return kept;
    });
    const neighbour = await TestTenant.create(world.database);
    const theirs = new OpenBal(world.database, world.safe, neighbour.context(), (await neighbour.bal()).id);
    expect(await theirs.run((_, sql) => new PgMailFiling(sql, world.safe).open(id))).toBeNull();
    const colleague = await world.bal();
    for (const other of [
      theirs,
      colleague,
      new OpenBal(world.database, world.safe, neighbour.context(), bal.id),
    ]) {
      expect(
        await PgMessageBytes.of(world.database, world.safe, other.context, other.id).open(id),
      ).toBeNull();
      expect((await other.run((folders) => folders.structures([id]))).size).toBe(0);
      expect(await other.run((folders) => folders.locate(id))).toEqual([]);
    }
    const own = await PgMessageBytes.of(world.database, world.safe, bal.context, bal.id).open(id);
    expect((await whole(own!.bytes)).equals(await whole(letter.open()))).toBe(true);
  });

  it('keeps the same bytes apart in two tenants', async () => {
    const letter = await world.letter('deux structures');
    const bal = await world.bal();
    const neighbour = await TestTenant.create(world.database);
    const theirs = new OpenBal(world.database, world.safe, neighbour.context(), (await neighbour.bal()).id);
    const ours = await bal.run((_, sql) => new PgMailFiling(sql, world.safe).keep(letter));
    expect(await theirs.run((_, sql) => new PgMailFiling(sql, world.safe).keep(letter))).not.toBe(ours);
  });

  it('is refused when the BAL is full, to the last octet', async () => {
    const letter = await world.letter('juste assez');
    const bal = await world.bal(letter.size * 2);
    const file = () =>
      bal.run(async (_, sql) => {
        const filing = new PgMailFiling(sql, world.safe);
        return filing.file(bal.id, 'inbox', await filing.keep(letter), MARKS);
      });
    expect([codeOf(await file()), codeOf(await file()), codeOf(await file())]).toEqual([
      'ok',
      'ok',
      'quotaExceeded',
    ]);
    expect(await bal.usedBytes()).toBe(letter.size * 2);
    expect((await bal.folder('inbox')).messages).toBe(2);
  });

  it('creates the six special folders at the first letter, once, whoever comes together', async () => {
    const bal = await world.bal();
    const letter = await world.letter('premier');
    const file = (use: 'inbox' | 'sent') =>
      bal.run(async (_, sql) => {
        const filing = new PgMailFiling(sql, world.safe);
        return granted(await filing.file(bal.id, use, await filing.keep(letter), { ...MARKS, seen: true }));
      });
    await Promise.all([file('inbox'), file('sent'), file('inbox'), bal.run((folders) => folders.list())]);
    const folders = await bal.run((opened) => opened.list());
    expect(
      folders.map(({ name, specialUse, messages, unseen }) => [name, specialUse, messages, unseen]),
    ).toEqual([
      ['INBOX', 'inbox', 2, 0],
      ['Archive', 'archive', 0, 0],
      ['Drafts', 'drafts', 0, 0],
      ['Junk', 'junk', 0, 0],
      ['Sent', 'sent', 1, 0],
      ['Trash', 'trash', 0, 0],
    ]);
  });

  it('is announced with ids only, once committed', async () => {
    const bal = await world.bal();
    const { id } = await bal.folder('inbox');
    const announced = new Promise((resolve) => {
      world.database.changes.subscribe({ topic: 'folder', id }, resolve);
    });
    await bal.run(async (_, sql) => {
      const filing = new PgMailFiling(sql, world.safe);
      await filing.file(bal.id, 'inbox', await filing.keep(await world.letter('annonce')), MARKS);
    });
    expect(await announced).toEqual({ kind: 'change', topic: 'folder', tenant: world.tenant.id, id });
  });

  it('of bytes never kept here is a fault, not a refusal', async () => {
    const bal = await world.bal();
    const filing = bal.run((_, sql) =>
      new PgMailFiling(sql, world.safe).file(bal.id, 'inbox', randomUUID(), MARKS),
    );
    await expect(filing).rejects.toThrow('not kept');
  });

  // EX_GBM_6010: nothing remains of a removed letter.
  describe('that nobody needs any more leaves for good', () => {
    const end = (bal: OpenBal, id: string, messageId: string, meanwhile: () => Promise<unknown>) =>
      bal.run(async (_, sql) => {
        await sql.query("update delivery set state = 'delivered' where id = $1", [id]);
        await new PgMailFiling(sql, world.safe).removeIfUnused(messageId);
        await meanwhile();
      });
    const expunge = (bal: OpenBal, sent: string, meanwhile: () => Promise<unknown>) =>
      bal.run(async (folders) => {
        granted(await folders.storeFlags(sent, ALL_UIDS, { mode: 'add', flags: [DELETED] }));
        granted(await folders.expunge(sent, ALL_UIDS));
        await meanwhile();
      });
    const isGone = async (bal: OpenBal, messageId: string) =>
      (await bal.run((_, sql) => new PgMailFiling(sql, world.safe).open(messageId))) === null;

    it('with the last of its deliveries, though two end at one time', async () => {
      const { bal, messageId, deliveries } = await letterOut();
      await expunge(bal, (await bal.folder('sent')).id, async () => undefined);
      let later: Promise<void> | undefined;
      await end(bal, deliveries[0]!, messageId, async () => {
        later = end(bal, deliveries[1]!, messageId, async () => undefined);
        await orSomeoneWaits(later);
      });
      await later;
      expect(await isGone(bal, messageId)).toBe(true);
    });

    it('with its delivery, while its reader expunges it', async () => {
      const { bal, messageId, deliveries } = await letterOut(1);
      let later: Promise<void> | undefined;
      await expunge(bal, (await bal.folder('sent')).id, async () => {
        later = end(bal, deliveries[0]!, messageId, async () => undefined);
        await orSomeoneWaits(later);
      });
      await later;
      expect(await isGone(bal, messageId)).toBe(true);
    });

    it('with its reader, while its delivery ends', async () => {
      const { bal, messageId, deliveries } = await letterOut(1);
      const sent = (await bal.folder('sent')).id;
      let later: Promise<void> | undefined;
      await end(bal, deliveries[0]!, messageId, async () => {
        later = expunge(bal, sent, async () => undefined);
        await orSomeoneWaits(later);
      });
      await later;
      expect(await isGone(bal, messageId)).toBe(true);
    });
  });
});

/** A letter in Sent, on its way to others. */
async function letterOut(recipients = 2) {
  const bal = await world.bal();
  await bal.folder('sent');
  const letter = await world.letter(randomUUID());
  const deliveries = Array.from({ length: recipients }, () => randomUUID());
  const messageId = await bal.run(async (_, sql) => {
    const filing = new PgMailFiling(sql, world.safe);
    const kept = await filing.keep(letter);
    granted(await filing.file(bal.id, 'sent', kept, MARKS));
    const recipient = 'bruno@ailleurs.mssante.fr' as NewDelivery['recipient'];
    const common = { balId: bal.id, messageId: kept, sender: null, recipient, size: letter.size };
    await new PgDeliveries(sql).add(
      deliveries.map((id) => ({ ...common, id, direction: 'outbound', state: 'queued' })),
    );
    return kept;
  });
  return { bal, messageId, deliveries };
}

async function orSomeoneWaits(act: Promise<unknown>): Promise<void> {
  const waiting = () =>
    world.database.shared((sql) =>
      sql.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      ),
    );
  await Promise.race([act, expect.poll(waiting, { timeout: 10_000 }).toHaveLength(1)]);
}
