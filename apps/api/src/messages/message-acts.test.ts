import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LetterWorld, NOT_FOUND } from '../letters/letter-world.fixture.js';
import { LETTER } from '../testing/api-world.fixture.js';

let hospital: LetterWorld;

beforeAll(async () => {
  hospital = await LetterWorld.start();
});
afterAll(() => hospital.stop());

async function act(who: string, name: string, ids: readonly string[], more: Record<string, unknown> = {}) {
  const extra = Object.entries(more).map(([key, value]) => `, ${key}: ${JSON.stringify(value)}`);
  const { data, errors } = await hospital.world.ask(
    `mutation ($balId: ID!, $ids: [ID!]!) { done: ${name}(balId: $balId, ids: $ids${extra.join('')}) {
       __typename
       ... on MessagesChange { messages { id folderId seen flagged answered } removed refused { id refus { code } } }
       ... on Refus { code } } }`,
    hospital.as(who),
    { balId: hospital.bal.id, ids },
  );
  return data?.done ?? errors;
}

const deliver = () => hospital.world.deliver(hospital.hospital, hospital.bal, LETTER);

async function folders(): Promise<Record<string, { id: string; unread: number }>> {
  const { data } = await hospital.world.ask(
    'query ($id: ID!) { bal(id: $id) { ... on Bal { folders { id specialUse unread } } } }',
    hospital.as('holder'),
    { id: hospital.bal.id },
  );
  return Object.fromEntries(
    data.bal.folders.map((folder: { specialUse: string }) => [folder.specialUse, folder]),
  );
}

describe('acts on many messages', () => {
  it('mark them together, and name those that are not there', async () => {
    const ids = [await deliver(), await deliver()];
    const gone = `${ids[0]}9`;
    const done = await act('holder', 'messagesMark', [...ids, gone, 'rien'], { seen: true, flagged: true });
    expect(done.messages).toEqual(
      ids.map((id) => expect.objectContaining({ id, seen: true, flagged: true })),
    );
    expect(done.refused).toEqual([gone, 'rien'].map((id) => ({ id, refus: { code: 'notFound' } })));
    const back = await act('holder', 'messagesMark', ids, { flagged: false });
    expect(back.messages).toEqual(
      ids.map((id) => expect.objectContaining({ id, seen: true, flagged: false })),
    );
    expect(await act('holder', 'messagesMark', [])).toEqual({ __typename: 'Refus', code: 'inputInvalid' });
  });

  it('move, copy and put them in the trash, from several folders at once, each under its new id', async () => {
    const { ARCHIVE, TRASH } = await folders();
    const [first, second] = [await deliver(), await deliver()];
    const moved = await act('holder', 'messagesMove', [first], { folderId: ARCHIVE!.id });
    expect(moved.messages).toMatchObject([{ folderId: ARCHIVE!.id }]);
    const archived = moved.messages[0].id as string;
    const copied = await act('holder', 'messagesCopy', [archived], { folderId: ARCHIVE!.id });
    expect(copied.messages[0].id).not.toBe(archived);
    const discarded = await act('holder', 'messagesDiscard', [archived, second, first]);
    expect(discarded.messages).toHaveLength(2);
    expect(discarded.messages.every(({ folderId }: { folderId: string }) => folderId === TRASH!.id)).toBe(
      true,
    );
    expect(discarded.refused).toMatchObject([{ id: first }]);
    const ids = discarded.messages.map(({ id }: { id: string }) => id);
    expect(await act('holder', 'messagesDestroy', ids)).toMatchObject({
      messages: [],
      removed: ids,
      refused: [],
    });
    expect(await act('holder', 'messagesDestroy', ids)).toMatchObject({ removed: [], refused: [{}, {}] });
    expect(await act('holder', 'messagesMove', [copied.messages[0].id], { folderId: 'rien' })).toEqual({
      __typename: 'Refus',
      code: 'folderUnknown',
    });
  });

  it('mark a whole folder as seen', async () => {
    await deliver();
    const { INBOX } = await folders();
    expect(INBOX!.unread).toBeGreaterThan(0);
    const { data } = await hospital.world.ask(
      `mutation ($balId: ID!, $id: ID!) { folderMarkSeen(balId: $balId, folderId: $id) {
         ... on Folder { unread } ... on Refus { code } } }`,
      hospital.as('holder'),
      { balId: hospital.bal.id, id: INBOX!.id },
    );
    expect(data.folderMarkSeen).toEqual({ unread: 0 });
  });

  it('pass each other without waiting for one another', async () => {
    const { ARCHIVE, INBOX } = await folders();
    const ids = await Promise.all(Array.from({ length: 6 }, deliver));
    const away = await act('holder', 'messagesMove', ids.slice(0, 3), { folderId: ARCHIVE!.id });
    const back = away.messages.map(({ id }: { id: string }) => id);
    const answers = await Promise.all([
      act('holder', 'messagesMove', ids.slice(3), { folderId: ARCHIVE!.id }),
      act('reader', 'messagesMove', back, { folderId: INBOX!.id }),
    ]);
    expect(answers.map(({ messages }) => messages.length)).toEqual([3, 3]);
  });

  it('EX_GBM_5411: are of those who read the BAL alone', async () => {
    const { ARCHIVE } = await folders();
    const id = await deliver();
    const acts = [
      ['messagesMark', { seen: true }],
      ['messagesMove', { folderId: ARCHIVE!.id }],
      ['messagesCopy', { folderId: ARCHIVE!.id }],
      ['messagesDiscard', {}],
      ['messagesDestroy', {}],
    ] as const;
    for (const [name, more] of acts) {
      expect(await act('sender', name, [id], more)).toEqual({
        __typename: 'Refus',
        code: 'readRightMissing',
      });
      for (const who of ['former', 'colleague', 'neighbour', 'manager', 'auditor'])
        expect(await act(who, name, [id], more), `${name} by ${who}`).toEqual(NOT_FOUND);
    }
    // Ids of a BAL of one's own reach no message of another.
    const { data } = await hospital.world.ask(
      `mutation ($balId: ID!, $ids: [ID!]!) { messagesDestroy(balId: $balId, ids: $ids) {
         ... on MessagesChange { removed refused { id } } } }`,
      hospital.as('colleague'),
      { balId: hospital.colleague.id, ids: [id] },
    );
    expect(data.messagesDestroy).toEqual({ removed: [], refused: [{ id }] });
    expect(await act('reader', 'messagesMark', [id], { seen: true })).toMatchObject({ messages: [{ id }] });
  });
});
