import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LetterWorld } from '../letters/letter-world.fixture.js';
import { LETTER } from '../testing/api-world.fixture.js';
import { openSocket, type Subscriber, type TestSocket } from '../testing/socket.fixture.js';

let hospital: LetterWorld;
let sockets: TestSocket[];

beforeAll(async () => {
  hospital = await LetterWorld.start();
});
beforeEach(() => {
  sockets = [];
  return async () => void (await Promise.all(sockets.map((socket) => socket.close())));
});
afterAll(() => hospital.stop());

const FIELDS = 'balId kind cursor folderId total unread arrived changed removed complete';

function connect(who: string): TestSocket {
  const socket = openSocket(hospital.world.url, { authorization: `Bearer ${hospital.as(who)}` });
  sockets.push(socket);
  return socket;
}

const question = (more = '', balId = hospital.bal.id) =>
  `subscription { mailChanged(balId: "${balId}"${more}) { ${FIELDS} } }`;

/** Begins to follow; answers once the server does. */
async function follow(socket: TestSocket, more = ''): Promise<Subscriber> {
  const seen = socket.subscribe(question(more));
  await vi.waitFor(() => expect(changesOf(seen)[0]).toMatchObject({ kind: 'START' }), { timeout: 5_000 });
  return seen;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
const changesOf = (seen: Subscriber): any[] =>
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
  seen.events.map((event: any) => event.mailChanged);

async function last(seen: Subscriber, count: number) {
  await vi.waitFor(() => expect(seen.events.length).toBeGreaterThanOrEqual(count), { timeout: 5_000 });
  return changesOf(seen).at(-1);
}

const deliver = () => hospital.world.deliver(hospital.hospital, hospital.bal, LETTER);

async function mutate(who: string, name: string, ids: readonly string[], more = '') {
  const { data } = await hospital.world.ask(
    `mutation ($balId: ID!, $ids: [ID!]!) { done: ${name}(balId: $balId, ids: $ids${more}) {
       ... on MessagesChange { messages { id } removed } ... on Refus { code } } }`,
    hospital.as(who),
    { balId: hospital.bal.id, ids },
  );
  return data.done;
}

describe('what changes in a BAL', () => {
  it('is told as it does to those who read it: ids and numbers, and nothing of the letters', async () => {
    const seen = await follow(connect('reader'));
    const id = await deliver();
    const came = await last(seen, 2);
    expect(came).toMatchObject({ balId: hospital.bal.id, kind: 'FOLDER', complete: true });
    expect(came).toMatchObject({ folderId: id.split('.')[0], arrived: [id], changed: [], removed: [] });
    await mutate('holder', 'messagesMark', [id], ', seen: true');
    expect(await last(seen, 3)).toMatchObject({ arrived: [], changed: [id], unread: came.unread - 1 });
    await mutate('holder', 'messagesDestroy', [id]);
    await vi.waitFor(() => expect(changesOf(seen).at(-1)).toMatchObject({ removed: [id], arrived: [] }));
    expect(JSON.stringify(seen.events)).not.toMatch(/Bonjour|Anaïs|analyse|@/);
  });

  it('goes on from a cursor: what happened meanwhile is told, of every folder, and nothing twice', async () => {
    const socket = connect('holder');
    const first = await follow(socket);
    const before = await deliver();
    const { cursor } = await last(first, 2);
    first.stop();
    const kept = await deliver();
    await mutate('holder', 'messagesMark', [before], ', flagged: true');
    await mutate('holder', 'messagesDestroy', [await deliver()]);
    const again = await follow(socket, `, after: "${cursor}"`);
    expect(await last(again, 2)).toMatchObject({ arrived: [kept], changed: [before], removed: [] });
    const nothing = await follow(connect('reader'), `, after: "${(await last(again, 2)).cursor}"`);
    const later = await deliver();
    expect(await last(nothing, 2)).toMatchObject({ arrived: [later], changed: [] });
    expect(nothing.events).toHaveLength(2);
  });

  it('is of one folder alone when asked, and tells when folders themselves change', async () => {
    const id = await deliver();
    const trash = await hospital.world.database.withTenant(hospital.hospital.context(), (sql) =>
      sql.query<{ id: string }>(`select id from mail_folder where bal_id = $1 and special_use = 'trash'`, [
        hospital.bal.id,
      ]),
    );
    const socket = connect('holder');
    const seen = await follow(socket, `, folderId: "${trash[0]!.id}"`);
    const all = await follow(socket);
    await deliver();
    const moved = await mutate('holder', 'messagesDiscard', [id]);
    expect(await last(seen, 2)).toMatchObject({ folderId: trash[0]!.id, arrived: [moved.messages[0].id] });
    await hospital.world.database.withTenant(hospital.hospital.context(), (sql) =>
      sql.notify('folders', hospital.bal.id),
    );
    await vi.waitFor(() => expect(changesOf(all).at(-1)).toMatchObject({ kind: 'FOLDERS' }));
    expect(changesOf(seen).filter(({ folderId }) => folderId !== null && folderId !== trash[0]!.id)).toEqual(
      [],
    );
  });

  it('says when more happened than it tells', async () => {
    const socket = connect('holder');
    const first = await follow(socket);
    const { cursor } = changesOf(first)[0];
    first.stop();
    const ids = await Promise.all(Array.from({ length: 6 }, deliver));
    for (let n = 0; n < 7; n += 1) {
      const { messages } = await mutate(
        'holder',
        'messagesCopy',
        ids,
        `, folderId: "${ids[0]!.split('.')[0]}"`,
      );
      ids.push(...messages.map(({ id }: { id: string }) => id));
    }
    const again = await follow(socket, `, after: "${cursor}"`);
    const change = await last(again, 2);
    expect(change).toMatchObject({ complete: false, arrived: [], changed: [], removed: [] });
    expect(change.total).toBeGreaterThanOrEqual(ids.length);
  });

  it('EX_GBM_5411: is refused to whoever may not read, and ends with the right, before anything more is told', async () => {
    for (const who of ['former', 'colleague', 'neighbour', 'manager', 'auditor']) {
      const [error] = await connect(who).refusalOf(question());
      expect(error?.extensions?.code, who).toBe('notFound');
    }
    expect((await connect('sender').refusalOf(question()))[0]?.extensions?.code).toBe('readRightMissing');
    hospital.tokens.set('key', (await hospital.hospital.apiKey(['bal:read', 'delivery:read'])).key);
    expect((await connect('key').refusalOf(question()))[0]?.extensions?.code).toBe('notFound');
    const holder = connect('holder');
    expect((await holder.refusalOf(question(', after: "x"')))[0]?.extensions?.code).toBe('inputInvalid');
    expect((await holder.refusalOf(question(', folderId: "x"')))[0]?.extensions?.code).toBe('folderUnknown');
    const socket = connect('reader');
    const seen = await follow(socket);
    await hospital.world.database.withTenant(hospital.hospital.context(), async (sql) => {
      await sql.query(
        `update bal_access a set ends_at = $2 from person p
          where p.id = a.person_id and p.family_name = 'READER' and a.bal_id = $1`,
        [hospital.bal.id, new Date(hospital.world.now.getTime() - 1)],
      );
      // As whoever ends an access announces it.
      await sql.notify('bal', hospital.bal.id);
    });
    expect(await socket.closed).toBe(4403);
    await deliver();
    expect(seen.events).toHaveLength(1);
  });
});
