import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNWATCHED } from '../jobs/job.js';
import { linkThreadsJob } from '../jobs/link-threads.js';
import { LetterWorld, PEER } from '../letters/letter-world.fixture.js';

let hospital: LetterWorld;

beforeAll(async () => {
  hospital = await LetterWorld.start();
});
afterAll(() => hospital.stop());

const THREAD = `id subject messageCount unreadCount lastAt participants { name address }
  messages(first: 5) { edges { node { id folderId subject } } pageInfo { hasNextPage endCursor } }`;

let seconds = 0;

/** Delivers a letter, a second after the one before. */
async function receive(
  id: string,
  subject: string,
  references: readonly string[] = [],
  from = 'Dr Autre <autre@peer-operateur.mssante.fr>',
) {
  seconds += 1;
  hospital.world.now = new Date(Date.UTC(2026, 10, 20, 12, 0, seconds));
  const refs =
    references.length > 0 ? `References: ${references.map((each) => `<${each}>`).join(' ')}\n` : '';
  return hospital.world.deliver(
    hospital.hospital,
    hospital.bal,
    `From: ${from}\nTo: bal@structure.mssante.fr\nSubject: ${subject}\nMessage-ID: <${id}>\n${refs}\nBonjour ${id}\n`,
  );
}

async function ask(who: string, fields: string, variables: Record<string, unknown> = {}, types = '') {
  const { data, errors } = await hospital.world.ask(
    `query ($id: ID!${types}) { bal(id: $id) { ... on Bal { ${fields} } ... on Refus { code } } }`,
    hospital.as(who),
    { id: hospital.bal.id, ...variables },
  );
  return errors ? errors[0].extensions.code : data.bal;
}

const listOf = async (who: string, first = 10, after: string | null = null) =>
  ask(
    who,
    `threads(first: $first, after: $after) { complete edges { node { ${THREAD} } } pageInfo { hasNextPage endCursor } }`,
    { first, after },
    ', $first: Int!, $after: String',
  );

// biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
const nodes = (connection: any) => connection.edges.map(({ node }: { node: unknown }) => node);

describe('conversations by API', () => {
  it('RFC 5256 §4: hold what was received and what was answered, whatever the folder', async () => {
    const question = await receive('q@peer', 'Demande d’avis');
    await receive('other@peer', 'Compte rendu');
    seconds += 1;
    hospital.world.now = new Date(Date.UTC(2026, 10, 20, 12, 0, seconds));
    const { data } = await hospital.world.ask(
      `mutation ($balId: ID!, $letter: LetterInput!) {
         messageSend(balId: $balId, clientMutationId: "r", letter: $letter) { __typename } }`,
      hospital.as('holder'),
      {
        balId: hospital.bal.id,
        letter: {
          to: [{ address: PEER }],
          subject: 'Re: Demande d’avis',
          text: 'Oui',
          replyToMessageId: question,
        },
      },
    );
    expect(data.messageSend.__typename).toBe('SentLetter');
    const { threads } = await listOf('reader');
    expect(threads.complete).toBe(true);
    const [first, second] = nodes(threads);
    expect(first).toMatchObject({ subject: 'Demande d’avis', messageCount: 2, unreadCount: 1 });
    expect(first.lastAt).toBe(hospital.world.now.toISOString());
    expect(first.participants).toEqual([
      { name: 'Dr Autre', address: 'autre@peer-operateur.mssante.fr' },
      { name: 'MOREAU', address: hospital.bal.address },
    ]);
    expect(nodes(first.messages).map(({ subject }: { subject: string }) => subject)).toEqual([
      'Re: Demande d’avis',
      'Demande d’avis',
    ]);
    expect(second).toMatchObject({ subject: 'Compte rendu', messageCount: 1, unreadCount: 1 });
  });

  it('are listed of one folder too, page by page, and found again by their id', async () => {
    await receive('t@peer', 'Merci', ['q@peer']);
    const folders = await ask(
      'holder',
      'folders { specialUse threads(first: 1) { edges { node { id subject messageCount } } pageInfo { hasNextPage endCursor } } }',
    );
    const byUse = Object.fromEntries(
      folders.folders.map((folder: { specialUse: string }) => [folder.specialUse, folder]),
    );
    expect(nodes(byUse.INBOX.threads)).toMatchObject([{ subject: 'Demande d’avis', messageCount: 3 }]);
    expect(byUse.INBOX.threads.pageInfo.hasNextPage).toBe(true);
    expect(nodes(byUse.SENT.threads)).toEqual(nodes(byUse.INBOX.threads));
    expect(nodes(byUse.TRASH.threads)).toEqual([]);
    const one = await listOf('holder', 1);
    const rest = await listOf('holder', 1, one.threads.pageInfo.endCursor);
    expect(nodes(rest.threads)).toMatchObject([{ subject: 'Compte rendu' }]);
    expect(rest.threads.pageInfo.hasNextPage).toBe(false);
    const { id } = nodes(one.threads)[0];
    const found = await ask(
      'holder',
      'thread(id: $thread) { id messageCount messages(first: 2) { edges { node { subject } } pageInfo { endCursor hasNextPage } } }',
      { thread: id },
      ', $thread: ID!',
    );
    expect(found.thread).toMatchObject({ id, messageCount: 3 });
    const older = await ask(
      'holder',
      'thread(id: $thread) { messages(first: 2, after: $after) { edges { node { subject } } pageInfo { hasNextPage } } }',
      { thread: id, after: found.thread.messages.pageInfo.endCursor },
      ', $thread: ID!, $after: String',
    );
    expect(older.thread.messages).toMatchObject({
      edges: [{ node: { subject: 'Demande d’avis' } }],
      pageInfo: { hasNextPage: false },
    });
    expect(await listOf('holder', 10, 'x')).toBe('inputInvalid');
    expect(await listOf('holder', 101)).toBe('inputInvalid');
  });

  it('are put together by a job for whoever asks later', async () => {
    for (let n = 0; n < 20; n += 1) await receive(`j${n}@peer`, `Lettre ${n}`, n > 0 ? [`j0@peer`] : []);
    const { database, safe } = hospital.world;
    const log = { error: () => undefined };
    const act = hospital.hospital.context({ at: hospital.world.now });
    expect(await linkThreadsJob(database, safe, log).run(act, UNWATCHED)).toBe('ok');
    const [row] = await database.withTenant(act, (sql) =>
      sql.query<{ left: number }>(
        `select count(*) as left from mail_item i where not exists (
           select from mail_thread_item t where t.folder_id = i.folder_id and t.uid = i.uid)`,
      ),
    );
    expect(row?.left).toBe(0);
    expect(nodes((await listOf('holder', 1)).threads)).toMatchObject([{ messageCount: 20 }]);
  });

  it('EX_GBM_5411: are nothing to those who may not read: delegates who only send, managers, keys, the neighbour', async () => {
    hospital.tokens.set('key', (await hospital.hospital.apiKey(['bal:read'])).key);
    const [mine] = nodes((await listOf('holder', 1)).threads);
    for (const who of ['sender', 'manager', 'key']) {
      expect(await listOf(who), who).toEqual({
        threads: { complete: true, edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
      });
      expect(await ask(who, `thread(id: "${mine.id}") { id }`), who).toEqual({ thread: null });
    }
    for (const who of ['former', 'colleague', 'neighbour'])
      expect(await listOf(who), who).toEqual({ code: 'notFound' });
    // The id of a conversation of another BAL leads nowhere from one’s own.
    const { data } = await hospital.world.ask(
      `query ($id: ID!) { bal(id: $id) { ... on Bal { thread(id: "${mine.id}") { id } } } }`,
      hospital.as('colleague'),
      { id: hospital.colleague.id },
    );
    expect(data.bal).toEqual({ thread: null });
  });
});
