import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LetterWorld } from '../letters/letter-world.fixture.js';
import { LETTER } from '../testing/api-world.fixture.js';

let hospital: LetterWorld;
const ids: Record<string, string> = {};

const plain = (subject: string, text: string) =>
  `From: Dr Autre <autre@peer-operateur.mssante.fr>\nTo: bal@structure.mssante.fr\nSubject: ${subject}\n\n${text}\n`;

beforeAll(async () => {
  hospital = await LetterWorld.start();
  const deliver = (letter: string) => hospital.world.deliver(hospital.hospital, hospital.bal, letter);
  ids.report = await deliver(LETTER);
  ids.thanks = await deliver(plain('Merci', 'La biopsie est revenue.'));
  ids.meeting = await deliver(plain('Réunion', 'À jeudi.'));
});
afterAll(() => hospital.stop());

async function search(who: string, filter: object | null, first = 10, after: string | null = null) {
  const { data, errors } = await hospital.world.ask(
    `query ($id: ID!, $first: Int!, $after: String, $filter: MessageFilterInput) { bal(id: $id) {
       ... on Bal { search(first: $first, after: $after, filter: $filter) {
         edges { node { id } } pageInfo { hasNextPage endCursor } } } ... on Refus { code } } }`,
    hospital.as(who),
    { id: hospital.bal.id, first, after, filter },
  );
  if (errors) return errors[0].extensions.code;
  return data.bal.search
    ? { ...data.bal.search, ids: data.bal.search.edges.map(({ node }: { node: { id: string } }) => node.id) }
    : data.bal;
}

describe('search in a BAL', () => {
  it.each([
    [{ text: 'BIOPSIE' }, ['thanks']],
    [{ from: 'autre@' }, ['meeting', 'thanks']],
    [{ subject: 'analyse' }, ['report']],
    [{ hasAttachments: true }, ['report']],
    [{ hasAttachments: false, unread: true }, ['meeting', 'thanks']],
    [{ unread: false }, []],
    [{ since: '2026-11-20', before: '2026-11-21' }, ['meeting', 'thanks', 'report']],
    [{ before: '2026-11-20' }, []],
    [null, ['meeting', 'thanks', 'report']],
  ])('finds %j', async (filter, names) => {
    expect((await search('holder', filter)).ids).toEqual(names.map((name) => ids[name]));
  });

  it('is read page by page', async () => {
    const first = await search('reader', {}, 2);
    expect([first.ids, first.pageInfo.hasNextPage]).toEqual([[ids.meeting, ids.thanks], true]);
    const second = await search('reader', {}, 2, first.pageInfo.endCursor);
    expect([second.ids, second.pageInfo.hasNextPage]).toEqual([[ids.report], false]);
    expect(await search('reader', {}, 2, 'x')).toBe('inputInvalid');
    expect(await search('reader', { since: 'hier' })).toBe('inputInvalid');
  });

  it('EX_GBM_5411: finds nothing for those who may not read: delegates who only send, managers, keys', async () => {
    expect((await search('sender', { text: 'biopsie' })).ids).toEqual([]);
    expect((await search('manager', { text: 'biopsie' })).ids).toEqual([]);
    hospital.tokens.set('key', (await hospital.hospital.apiKey(['bal:read'])).key);
    expect((await search('key', { text: 'biopsie' })).ids).toEqual([]);
    for (const who of ['former', 'colleague', 'neighbour'])
      expect(await search(who, { text: 'biopsie' }), who).toEqual({ code: 'notFound' });
  });
});
