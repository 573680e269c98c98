import type { Bal, Person } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld, LETTER } from '../testing/api-world.fixture.js';

let world: ApiWorld;
let hospital: TestTenant;
let anne: Person;
let token: string;
let bal: Bal;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  anne = await hospital.person({ familyName: 'MARTIN' });
  await hospital.bal({ responsible: anne });
  token = await world.signIn(anne);
});
afterAll(() => world.stop());
beforeEach(async () => {
  bal = await hospital.bal({ responsible: anne });
});

const READ = `query ($bal: ID!, $id: ID!) { message(balId: $bal, id: $id) {
  __typename
  ... on Message { id subject seen hasAttachments receivedAt date size from { name address } to { address }
    body { text html truncated remoteContentRemoved } attachments { partId name mediaType size } }
  ... on Refus { code } } }`;

function read(id: string, balId = bal.id, bearer = token) {
  return world.ask(READ, bearer, { bal: balId, id }).then(({ data }) => data.message);
}

async function inbox(after: string | null, first = 2) {
  const query = `query ($bal: ID!, $first: Int!, $after: String) { bal(id: $bal) { ... on Bal { folders { specialUse total unread
    messages(first: $first, after: $after) { edges { cursor node { id subject } } pageInfo { hasNextPage hasPreviousPage endCursor } } } } } }`;
  const { data, errors } = await world.ask(query, token, { bal: bal.id, first, after });
  expect(errors).toBeUndefined();
  return data.bal.folders.find((folder: { specialUse: string }) => folder.specialUse === 'INBOX');
}

function letter(subject: string): string {
  return `From: a@peer-operateur.mssante.fr\nSubject: ${subject}\n\nBonjour\n`;
}

describe('reading a letter on the portal', () => {
  it('shows its words and its own image, and nothing that acts or comes from elsewhere', async () => {
    const id = await world.deliver(hospital, bal, LETTER);
    const message = await read(id);
    expect(message).toMatchObject({
      id,
      subject: 'Compte rendu d’analyse',
      seen: false,
      hasAttachments: true,
      date: '2026-11-20T11:59:00.000Z',
      from: [{ name: 'Dr Anaïs Martin', address: 'anais.martin@peer-operateur.mssante.fr' }],
      body: { text: null, truncated: false, remoteContentRemoved: true },
      attachments: [{ partId: '2', name: 'Résultats "A".pdf', mediaType: 'application/pdf', size: 9 }],
    });
    expect(message.body.html.trim()).toBe(
      '<p>Bonjour</p><img src="data:image/png;base64,iVBORw0KGgo=" alt="Logo" /><span>Suivi</span>',
    );
  });

  it('EX_GDT_5030: is traced with the reader, the BAL and the message; looking at the list is not a reading', async () => {
    const id = await world.deliver(hospital, bal, LETTER);
    const before = (await world.traces(hospital)).length;
    await inbox(null);
    expect(await world.traces(hospital)).toHaveLength(before);
    await read(id);
    expect((await world.traces(hospital)).slice(before)).toEqual([
      expect.objectContaining({
        kind: 'message.read',
        outcome: 'ok',
        bal_id: bal.id,
        actor: expect.objectContaining({ idNat: anne.idNat }),
        facts: { folderId: id.split('.')[0], uid: 1 },
      }),
    ]);
  });

  it('marks it seen and unseen again, and the folder counts it', async () => {
    const id = await world.deliver(hospital, bal, LETTER);
    const mark = (seen: boolean) =>
      world.ask(
        'mutation ($bal: ID!, $id: ID!, $seen: Boolean!) { markSeen(balId: $bal, messageId: $id, seen: $seen) { ... on Message { seen } ... on Refus { code } } }',
        token,
        { bal: bal.id, id, seen },
      );
    expect(await inbox(null)).toMatchObject({ total: 1, unread: 1 });
    expect((await mark(true)).data.markSeen).toEqual({ seen: true });
    expect(await inbox(null)).toMatchObject({ total: 1, unread: 0 });
    expect((await mark(false)).data.markSeen).toEqual({ seen: false });
    expect(await inbox(null)).toMatchObject({ total: 1, unread: 1 });
  });

  async function everySubject(first: number): Promise<string[]> {
    const subjects: string[] = [];
    let after: string | null = null;
    do {
      const { messages } = await inbox(after, first);
      subjects.push(...messages.edges.map((edge: { node: { subject: string } }) => edge.node.subject));
      expect(messages.pageInfo.hasPreviousPage).toBe(after !== null);
      after = messages.pageInfo.hasNextPage ? messages.pageInfo.endCursor : null;
    } while (after);
    return subjects;
  }

  it('lists a folder newest first, page after page, each letter once', async () => {
    for (const subject of ['un', 'deux', 'trois', 'quatre', 'cinq'])
      await world.deliver(hospital, bal, letter(subject));
    expect(await everySubject(2)).toEqual(['cinq', 'quatre', 'trois', 'deux', 'un']);
  });

  it('lists what is whole when something beside it is damaged', async () => {
    for (const subject of ['un', 'deux', 'trois', 'quatre', 'cinq'])
      await world.deliver(hospital, bal, letter(subject));
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query(
        `update mail_message set sealed_structure = set_byte(sealed_structure, 9, get_byte(sealed_structure, 9) # 1)
          where id in (select i.message_id from mail_item i join mail_folder f on f.id = i.folder_id
                        where f.bal_id = $1 and i.uid in (2, 3, 5))`,
        [bal.id],
      ),
    );
    expect(await everySubject(1)).toEqual(['quatre', 'un']);
    expect(await everySubject(2)).toEqual(['quatre', 'un']);
    expect(await everySubject(5)).toEqual(['quatre', 'un']);
  });

  it('offers the special folders of a BAL nobody has opened yet, INBOX first', async () => {
    const { data } = await world.ask(
      'query ($id: ID!) { bal(id: $id) { ... on Bal { folders { name total } } } }',
      token,
      {
        id: bal.id,
      },
    );
    expect(data.bal.folders).toHaveLength(6);
    expect(data.bal.folders[0]).toEqual({ name: 'INBOX', total: 0 });
  });
});

describe('whoever may not read', () => {
  it('a responsible who is not entitled sees the BAL and none of its folders or letters', async () => {
    const secretary = await hospital.person();
    bal = await hospital.bal();
    await hospital.access(bal.id, secretary, { mayRead: false, maySend: false });
    const id = await world.deliver(hospital, bal, LETTER);
    const session = await world.signIn(secretary);
    const { data } = await world.ask(
      'query ($id: ID!) { bal(id: $id) { ... on Bal { address folders { id } } } }',
      session,
      {
        id: bal.id,
      },
    );
    expect(data.bal).toEqual({ address: bal.address, folders: [] });
    expect(await read(id, bal.id, session)).toEqual({ __typename: 'Refus', code: 'readRightMissing' });
  });

  it('the manager of the structure sees the BAL and no letter, by any path', async () => {
    const manager = await hospital.person();
    await hospital.role(manager, 'manager');
    const id = await world.deliver(hospital, bal, LETTER);
    const session = await world.signIn(manager);
    const { data } = await world.ask(
      'query ($id: ID!) { bal(id: $id) { ... on Bal { address folders { id } } } }',
      session,
      {
        id: bal.id,
      },
    );
    expect(data.bal).toEqual({ address: bal.address, folders: [] });
    expect(await read(id, bal.id, session)).toEqual({ __typename: 'Refus', code: 'notFound' });
    const download = await fetch(`${world.url}/attachments/${bal.id}/${id}/2`, {
      headers: { authorization: `Bearer ${session}` },
    });
    expect(download.status).toBe(404);
  });

  it('EX_LPS_0600: the responsible of an applicative BAL reads none of it here: only its certificate opens it', async () => {
    const machine = await hospital.bal({ kind: 'applicative', responsible: anne });
    const id = await world.deliver(hospital, machine, LETTER);
    expect(await read(id, machine.id)).toEqual({ __typename: 'Refus', code: 'notFound' });
  });

  it('a delegate reads until the end of the delegation and not a moment later', async () => {
    const delegate = await hospital.person();
    await hospital.bal({ responsible: delegate });
    const endsAt = new Date(world.now.getTime() + 60_000);
    await hospital.access(bal.id, delegate, { role: 'delegate', endsAt });
    const id = await world.deliver(hospital, bal, LETTER);
    const session = await world.signIn(delegate);
    expect(await read(id, bal.id, session)).toMatchObject({ __typename: 'Message' });
    const start = world.now;
    world.now = endsAt;
    expect(await read(id, bal.id, session)).toEqual({ __typename: 'Refus', code: 'notFound' });
    world.now = start;
  });

  it('a letter is not reached through another BAL of the same reader, nor by an id that is none', async () => {
    const other = await hospital.bal({ responsible: anne });
    const id = await world.deliver(hospital, bal, LETTER);
    for (const wrong of [
      await read(id, other.id),
      await read('x'),
      await read(`${bal.id}.1`),
      await read(`${id}0`),
    ]) {
      expect(wrong).toEqual({ __typename: 'Refus', code: 'notFound' });
    }
  });
});

describe('downloading an attachment', () => {
  const get = (path: string, bearer: string | null = token) =>
    fetch(
      `${world.url}/attachments/${path}`,
      bearer ? { headers: { authorization: `Bearer ${bearer}` } } : {},
    );

  it('gives the decoded bytes as a file to save, under its whole name, and is traced', async () => {
    const id = await world.deliver(hospital, bal, LETTER);
    const response = await get(`${bal.id}/${id}/2`);
    expect(await response.text()).toBe('%PDF-1.7\n');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Resultats _A_.pdf"; filename*=UTF-8''R%C3%A9sultats%20%22A%22.pdf`,
    );
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect((await world.traces(hospital)).at(-1)).toMatchObject({
      kind: 'message.read',
      facts: { part: '2' },
    });
  });

  it('says nothing to an unknown caller, and the same of a part that is not there as of a BAL that is not theirs', async () => {
    const id = await world.deliver(hospital, bal, LETTER);
    expect((await get(`${bal.id}/${id}/2`, null)).status).toBe(401);
    const answers = await Promise.all([
      get(`${bal.id}/${id}/9`),
      get(`${bal.id}/${id}/..%2f..%2f2`),
      get(`${hospital.id}/${id}/2`),
      get(`${bal.id}/${bal.id}.7/2`),
    ]);
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(texts).size).toBe(1);
  });
});
