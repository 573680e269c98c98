import { randomUUID } from 'node:crypto';
import { DRAFT, SEEN } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetUploadsJob } from '../jobs/forget-uploads.js';
import { UNWATCHED } from '../jobs/job.js';
import { LETTER } from '../testing/api-world.fixture.js';
import { LARGEST_LETTER } from '../testing/letter-door.fixture.js';
import { LetterWorld, NOT_FOUND, PEER } from './letter-world.fixture.js';

let hospital: LetterWorld;

beforeAll(async () => {
  hospital = await LetterWorld.start();
});
afterAll(() => hospital.stop());

const OUTSIDE = ['former', 'colleague', 'neighbour', 'manager', 'auditor'];
const refusal = (code: string) => ({ __typename: 'Refus', code });

async function ask(who: string, field: string, variables: Record<string, unknown>, types: string) {
  const [name] = field.split('(');
  const { data, errors } = await hospital.world.ask(
    `${name === 'attachmentLink' ? 'query' : 'mutation'} (${types}) { done: ${field} { __typename
       ... on SavedDraft { id } ... on SentLetter { id } ... on AttachmentLink { url expiresAt } ... on Refus { code } } }`.replace(
      /\.\.\. on (\w+) \{[^}]*\}/g,
      (part, type) => (MEMBERS[name!]?.includes(type) ? part : ''),
    ),
    hospital.as(who),
    variables,
  );
  return data?.done ?? errors;
}

const MEMBERS: Record<string, readonly string[]> = {
  messageSend: ['SentLetter', 'Refus'],
  draftSave: ['SavedDraft', 'Refus'],
  draftUpdate: ['SavedDraft', 'Refus'],
  draftSend: ['SentLetter', 'Refus'],
  attachmentLink: ['AttachmentLink', 'Refus'],
};

const letterOf = (change: object = {}) => ({
  to: [{ address: PEER }],
  subject: 'Essai',
  text: 'Bonjour',
  ...change,
});

const save = (who: string, change: object = {}) =>
  ask(
    who,
    'draftSave(balId: $balId, letter: $letter)',
    { balId: hospital.bal.id, letter: letterOf(change) },
    '$balId: ID!, $letter: LetterInput!',
  );

const update = (who: string, draftId: string, change: object = {}, keptPartIds: readonly string[] = []) =>
  ask(
    who,
    'draftUpdate(balId: $balId, draftId: $draftId, letter: $letter, keptPartIds: $keptPartIds)',
    { balId: hospital.bal.id, draftId, letter: letterOf(change), keptPartIds },
    '$balId: ID!, $draftId: ID!, $letter: LetterInput!, $keptPartIds: [String!]',
  );

const sendDraft = (who: string, draftId: string) =>
  ask(
    who,
    'draftSend(balId: $balId, draftId: $draftId)',
    { balId: hospital.bal.id, draftId },
    '$balId: ID!, $draftId: ID!',
  );

const send = (who: string, change: object, balId = hospital.bal.id) =>
  ask(
    who,
    'messageSend(balId: $balId, clientMutationId: $id, letter: $letter)',
    { balId, id: `piece-${randomUUID()}`, letter: letterOf(change) },
    '$balId: ID!, $id: String!, $letter: LetterInput!',
  );

async function upload(who: string, bytes: Uint8Array, name = 'résultats.pdf', balId = hospital.bal.id) {
  const response = await fetch(`${hospital.world.url}/uploads/${balId}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hospital.as(who)}`, 'content-type': 'application/pdf' },
    body: bytes,
  });
  return {
    status: response.status,
    ...((await response.json()) as { id: string; code?: string; size?: number }),
  };
}

describe('a file uploaded for a letter', () => {
  const bytes = Buffer.alloc(600_000, 'Compte rendu. ');

  it('waits sealed, goes with one letter and with no other', async () => {
    const { id, size, status } = await upload('holder', bytes);
    expect([status, size]).toEqual([201, bytes.length]);
    const rows = await hospital.world.database.withTenant(hospital.hospital.context(), (sql) =>
      sql.query<{ bytes: Buffer; sealed_facts: Buffer }>(
        'select p.bytes, u.sealed_facts from upload u join upload_piece p on p.upload_id = u.id',
      ),
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows)
      expect(Buffer.concat([row.bytes, row.sealed_facts]).toString()).not.toMatch(/Compte|pdf/);
    expect(await send('holder', { uploadIds: [id] })).toMatchObject({ __typename: 'SentLetter' });
    const text = await hospital.text((await hospital.items('sent')).at(-1)!);
    expect(text.replace(/\r\n/g, '')).toContain(bytes.subarray(0, 300_000).toString('base64'));
    expect(text).toMatch(/filename\*/);
    expect(await send('holder', { uploadIds: [id] })).toEqual(refusal('uploadUnknown'));
  });

  it('is of one person and of one BAL', async () => {
    const { id } = await upload('holder', bytes);
    expect(await send('sender', { uploadIds: [id] })).toEqual(refusal('uploadUnknown'));
    expect((await upload('colleague', bytes, 'a.pdf', hospital.colleague.id)).status).toBe(201);
    expect(await send('colleague', { uploadIds: [id] }, hospital.colleague.id)).toEqual(
      refusal('uploadUnknown'),
    );
    for (const who of OUTSIDE)
      expect(await upload(who, bytes), who).toMatchObject({ status: 404, code: 'notFound' });
  });

  it('is refused beyond what a letter carries, and forgotten with its time', async () => {
    expect(await upload('holder', Buffer.alloc(LARGEST_LETTER))).toMatchObject({
      status: 413,
      code: 'messageTooLarge',
    });
    expect(await upload('holder', bytes, '')).toMatchObject({ status: 400, code: 'inputInvalid' });
    const { database, now } = hospital.world;
    const left = () =>
      database.withTenant(hospital.hospital.context(), (sql) =>
        sql.query('select 1 from upload union all select 1 from upload_piece'),
      );
    expect((await left()).length).toBeGreaterThan(0);
    const at = new Date(now.getTime() + 5 * 3_600_000);
    const act = { ...hospital.hospital.context({ at }) };
    await forgetUploadsJob(database).run(act, UNWATCHED);
    expect(await left()).toEqual([]);
  });
});

describe('a draft', () => {
  it('lies in the folder of drafts, is replaced by its next version, and keeps what it carries', async () => {
    const { id: uploadId } = await upload('holder', Buffer.from('%PDF-'));
    const first = await save('holder', { uploadIds: [uploadId] });
    expect(await hospital.items('drafts')).toMatchObject([{ flags: expect.arrayContaining([SEEN, DRAFT]) }]);
    const second = await update('holder', first.id, { subject: 'Nouvel objet' }, ['2']);
    expect(second).toMatchObject({ __typename: 'SavedDraft' });
    const [item, ...others] = await hospital.items('drafts');
    expect(others).toEqual([]);
    const text = await hospital.text(item!);
    expect(text).toContain('Subject: Nouvel objet');
    expect(text).toContain(Buffer.from('%PDF-').toString('base64'));
    // Whoever comes with the former version writes over nothing.
    expect(await update('holder', first.id)).toEqual(refusal('changedMeanwhile'));
    const both = await Promise.all([update('holder', second.id), update('holder', second.id)]);
    expect(both.map(({ code }: { code?: string }) => code ?? 'ok').sort()).toEqual([
      'changedMeanwhile',
      'ok',
    ]);
    expect(await hospital.items('drafts')).toHaveLength(1);
  });

  it('leaves once, without its blind copies and dated anew, and is there no more', async () => {
    const { colleague, world } = hospital;
    const draft = await save('holder', { bcc: [{ address: colleague.address }], subject: 'À envoyer' });
    const before = (await hospital.items('drafts')).length;
    const sent = (await hospital.items('sent')).length;
    world.now = new Date(world.now.getTime() + 60_000);
    const first = await sendDraft('holder', draft.id);
    expect(first).toMatchObject({ __typename: 'SentLetter' });
    expect(await sendDraft('holder', draft.id)).toEqual(first);
    expect(await hospital.items('drafts')).toHaveLength(before - 1);
    expect(await hospital.items('sent')).toHaveLength(sent + 1);
    const received = await hospital.text((await hospital.items('inbox', colleague)).at(-1)!, colleague);
    expect(received).not.toContain('Bcc:');
    expect(received).toContain('Date: Fri, 20 Nov 2026 12:01:00');
    expect(await sendDraft('holder', draft.id.replace(/\d+$/, '999'))).toEqual(NOT_FOUND);
  });

  it('is nobody else’s: who reads and may not send sends none, who sends and may not read replaces none', async () => {
    const draft = await save('holder');
    for (const who of OUTSIDE) {
      expect(await save(who), who).toEqual(NOT_FOUND);
      expect(await update(who, draft.id), who).toEqual(NOT_FOUND);
      expect(await sendDraft(who, draft.id), who).toEqual(NOT_FOUND);
    }
    expect(await sendDraft('reader', draft.id)).toEqual(refusal('sendRightMissing'));
    expect(await save('sender')).toMatchObject({ __typename: 'SavedDraft' });
    expect(await update('sender', draft.id)).toEqual(refusal('readRightMissing'));
    expect(await sendDraft('sender', draft.id)).toEqual(refusal('readRightMissing'));
    const letter = await hospital.world.deliver(hospital.hospital, hospital.bal, LETTER);
    expect(await update('holder', letter)).toEqual(NOT_FOUND);
    expect(await sendDraft('holder', letter)).toEqual(NOT_FOUND);
  });
});

describe('a link to an attachment', () => {
  const linkTo = (who: string, messageId: string, partId = '2') =>
    ask(
      who,
      'attachmentLink(balId: $balId, messageId: $messageId, partId: $partId)',
      { balId: hospital.bal.id, messageId, partId },
      '$balId: ID!, $messageId: ID!, $partId: String!',
    );
  const open = async (url: string) => (await fetch(`${hospital.world.url}${url}`)).status;

  it('serves its session alone, that part alone, and for minutes', async () => {
    const { world } = hospital;
    const id = await world.deliver(hospital.hospital, hospital.bal, LETTER);
    const { url } = await linkTo('holder', id);
    const response = await fetch(`${world.url}${url}`);
    expect([response.status, await response.text()]).toEqual([200, '%PDF-1.7\n']);
    expect(await open(url.replace('/2?', '/1?'))).toBe(401);
    expect(await open(`${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`)).toBe(401);
    expect(await open(url.split('?')[0]!)).toBe(401);
    const token = await world.signIn(hospital.holder);
    hospital.tokens.set('again', token);
    const ofAnother = (await linkTo('again', id)).url as string;
    await world.ask('mutation { closePortalSession }', token);
    expect(await open(ofAnother)).toBe(401);
    world.now = new Date(world.now.getTime() + 6 * 60_000);
    expect(await open(url)).toBe(401);
  });

  it('is given to whoever reads, and to nobody else', async () => {
    const id = await hospital.world.deliver(hospital.hospital, hospital.bal, LETTER);
    expect(await linkTo('reader', id)).toMatchObject({ __typename: 'AttachmentLink' });
    expect(await linkTo('holder', id, '9')).toEqual(NOT_FOUND);
    expect(await linkTo('sender', id)).toEqual(refusal('readRightMissing'));
    for (const who of OUTSIDE) expect(await linkTo(who, id), who).toEqual(NOT_FOUND);
  });
});
