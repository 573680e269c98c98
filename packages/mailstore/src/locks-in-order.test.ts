import { randomUUID } from 'node:crypto';
import type { LetterFiling, Outcome, ReceivedMessage } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdFolders } from './folders/folder-rows.js';
import { giveRoomBack } from './folders/quota.js';
import { LetterFiler } from './letter-filer.js';
import { granted, MailWorld, type OpenBal } from './mail-world.contract.js';
import { PgMailFiling } from './pg-mail-filing.js';

let world: MailWorld;
let filer: LetterFiler;

beforeAll(async () => {
  world = await MailWorld.open();
  filer = new LetterFiler(world.database, world.safe);
});
afterAll(() => world.close());

const MARKS = { seen: false, internalDate: new Date('2026-11-03T09:00:00Z') };

describe('Nobody waits for somebody who waits for them', () => {
  it('a sender who is told something of what was just put in Sent, and a letter that arrives', async () => {
    const bal = await world.bal();
    await bal.folder('inbox');
    const [sent, notice, letter] = await Promise.all([1, 2, 3].map(() => world.letter(randomUUID())));
    let arrival: Promise<Outcome<void>> | undefined;
    await bal.run(async (_, sql) => {
      const filing = new PgMailFiling(sql, world.safe);
      granted(await filing.file(bal.id, 'sent', await filing.keep(sent!), MARKS));
      arrival = filer.file(bal.context, letter!, [filingOf(bal, 'inbox', letter!)]);
      arrival.catch(() => undefined);
      await someoneWaits(1);
      granted(await filing.file(bal.id, 'inbox', await filing.keep(notice!), MARKS));
    });
    granted(await arrival!);
    expect(await bal.folder('inbox')).toMatchObject({ messages: 2 });
  });

  it('letters of others, while somebody holds a folder for long', async () => {
    const [busy, free] = [await world.bal(), await world.bal()];
    const inbox = (await busy.folder('inbox')).id;
    await free.folder('inbox');
    const held: Promise<Outcome<void>>[] = [];
    await busy.run(async (_, sql) => {
      await holdFolders(sql, busy.id, [inbox]);
      for (let letter = 0; letter < 6; letter += 1) held.push(file(busy, 'inbox'));
      for (let letter = 0; letter < 20; letter += 1) granted(await file(free, 'inbox'));
      await giveRoomBack(sql, busy.id, 0);
    });
    for (const outcome of await Promise.all(held)) granted(outcome);
    expect(await busy.folder('inbox')).toMatchObject({ messages: 6, uidNext: 7 });
    expect(await free.folder('inbox')).toMatchObject({ messages: 20, uidNext: 21 });
  });

  it('letters of megabytes: they wait where they are, not in memory, and leave connections to others', async () => {
    const [busy, free] = [await world.bal(), await world.bal()];
    const inbox = (await busy.folder('inbox')).id;
    await free.folder('inbox');
    let opened = 0;
    const counted = (letter: ReceivedMessage): ReceivedMessage => ({
      ...letter,
      open() {
        opened += 1;
        return letter.open();
      },
    });
    const letters = await Promise.all(
      Array.from({ length: 24 }, () => world.letter(randomUUID(), 'x'.repeat(1_000_000))),
    );
    let held: readonly Promise<Outcome<void>>[] = [];
    await busy.run(async (_, sql) => {
      await holdFolders(sql, busy.id, [inbox]);
      held = letters.map((letter) =>
        filer.file(busy.context, counted(letter), [filingOf(busy, 'inbox', letter)]),
      );
      granted(await file(free, 'inbox'));
      expect(opened).toBeLessThanOrEqual(8);
    });
    for (const outcome of await Promise.all(held)) granted(outcome);
    expect(opened).toBe(24);
    expect(await busy.folder('inbox')).toMatchObject({ messages: 24 });
  });

  it('letters for two folders of one BAL, one of them held', async () => {
    const bal = await world.bal();
    const junk = (await bal.folder('junk')).id;
    const held: Promise<Outcome<void>>[] = [];
    await bal.run(async (_, sql) => {
      await holdFolders(sql, bal.id, [junk]);
      const arriving = Array.from({ length: 20 }, (__, turn) => (turn % 2 === 0 ? 'inbox' : 'junk'));
      const filed = arriving.map((folder) => file(bal, folder as 'inbox' | 'junk'));
      held.push(...filed);
      await Promise.all(filed.filter((__, turn) => turn % 2 === 0));
      await giveRoomBack(sql, bal.id, 0);
    });
    for (const outcome of await Promise.all(held)) granted(outcome);
    for (const use of ['inbox', 'junk'] as const)
      expect(await bal.folder(use)).toMatchObject({ messages: 10, uidNext: 11 });
  });
});

async function file(bal: OpenBal, folder: 'inbox' | 'junk'): Promise<Outcome<void>> {
  const letter = await world.letter(randomUUID());
  return filer.file(bal.context, letter, [filingOf(bal, folder, letter)]);
}

function someoneWaits(many: number): Promise<void> {
  const waiting = () =>
    world.database.shared((sql) =>
      sql.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      ),
    );
  return expect.poll(waiting, { timeout: 10_000 }).toHaveLength(many);
}

function filingOf(
  { id, context }: OpenBal,
  folder: 'inbox' | 'junk',
  { size }: ReceivedMessage,
): LetterFiling {
  const address = 'anne@structure.mssante.fr' as LetterFiling['places'][number]['address'];
  return {
    tenantId: context.tenantId,
    places: [{ tenantId: context.tenantId, balId: id, address, folder }],
    deliveries: [
      {
        ...{ id: randomUUID(), direction: 'inbound', balId: id, sender: null },
        ...{ recipient: address, size, state: 'delivered' },
      },
    ],
    traces: [],
  };
}
