import { randomUUID } from 'node:crypto';
import type { LetterFiling, ReceivedMessage } from '@cachet/mss-core';
import { CommitInDoubt, Database } from '@cachet/schema';
import { type LosingProxy, startLosingProxy } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LetterFiler } from './letter-filer.js';
import { granted, MailWorld, type OpenBal } from './mail-world.contract.js';

let world: MailWorld;
let way: LosingProxy;
let database: Database;
let filer: LetterFiler;

beforeAll(async () => {
  world = await MailWorld.open();
  way = await startLosingProxy(world.temporary.appUrl);
  database = await Database.connect({ url: way.url, app: 'doubt' });
  filer = new LetterFiler(database, world.safe);
});
afterAll(async () => {
  await database.close();
  await way.close();
  await world.close();
});

const SHAPES = [
  // What the database is asked first tells which way the letter goes there.
  {
    shape: 'a short letter for one BAL',
    bals: 1,
    octets: 100,
    asked: 'receive_letter',
    answered: 'SELECT 1',
  },
  { shape: 'a short letter for two', bals: 2, octets: 100, asked: 'file_letter', answered: 'SELECT 1' },
  { shape: 'a long letter', bals: 1, octets: 3_000_000, asked: 'commit', answered: 'COMMIT' },
] as const;

describe.each(SHAPES)(
  'When the connection is lost while committing $shape',
  ({ bals, octets, asked, answered }) => {
    const prepare = async () => {
      const places = await Promise.all(Array.from({ length: bals }, () => world.bal()));
      const letter = await world.letter(randomUUID(), 'x'.repeat(octets));
      return { places, letter, filing: filingOf(places, letter) };
    };
    const context = () => world.tenant.context();

    it('it is accepted if the database kept it, and lies in each BAL once', async () => {
      const { places, letter, filing } = await prepare();
      way.loseAnswer(asked, answered);
      granted(await filer.file(context(), letter, [filing]));
      expect(way.isWaiting).toBe(false);
      for (const bal of places) expect(await bal.folder('inbox')).toMatchObject({ messages: 1, uidNext: 2 });
    });

    it('it is refused if the database never had it, and lies nowhere', async () => {
      const { places, letter, filing } = await prepare();
      const kept = await world.count('mail_message');
      way.loseQuestion(asked);
      const fault = await filer.file(context(), letter, [filing]).catch((lost: unknown) => lost);
      expect(fault).toBeInstanceOf(Error);
      expect(fault).not.toBeInstanceOf(CommitInDoubt);
      for (const bal of places) expect(await bal.folder('inbox')).toMatchObject({ messages: 0, uidNext: 1 });
      expect(await world.count('mail_message')).toBe(kept);
    });
  },
);

describe('When the connection is lost while letters are committed together', () => {
  // The second letter of a statement is told by its arguments.
  const TOGETHER = 'receive_letter($14';
  const fileEight = async () => {
    const bals = await Promise.all(Array.from({ length: 8 }, () => world.bal()));
    const letters = await Promise.all(bals.map(() => world.letter(randomUUID())));
    return {
      bals,
      file: () =>
        Promise.allSettled(
          bals.map((bal, index) =>
            filer.file(world.tenant.context(), letters[index]!, [filingOf([bal], letters[index]!)]),
          ),
        ),
    };
  };

  it.each([
    ['the answer', () => way.loseAnswer(TOGETHER, 'SELECT 1')],
    ['the question', () => way.loseQuestion(TOGETHER)],
  ])('%s: each is accepted that lies in its BAL, once, and no other', async (_, lose) => {
    const { bals, file } = await fileEight();
    lose();
    const outcomes = await file();
    expect(way.isWaiting).toBe(false);
    for (const [index, bal] of bals.entries()) {
      const isAccepted = outcomes[index]?.status === 'fulfilled';
      expect(await bal.folder('inbox')).toMatchObject({ messages: isAccepted ? 1 : 0 });
    }
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
  });
});

function filingOf(bals: readonly OpenBal[], { size }: ReceivedMessage): LetterFiling {
  const sorted = [...bals].sort((a, b) => (a.id < b.id ? -1 : 1));
  const address = 'anne@structure.mssante.fr' as LetterFiling['places'][number]['address'];
  return {
    tenantId: world.tenant.id,
    places: sorted.map(({ id }) => ({ tenantId: world.tenant.id, balId: id, address, folder: 'inbox' })),
    deliveries: sorted.map(({ id }) => ({
      id: randomUUID(),
      direction: 'inbound',
      balId: id,
      sender: null,
      recipient: address,
      size,
      state: 'delivered',
    })),
    traces: [],
  };
}
