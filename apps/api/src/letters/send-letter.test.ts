import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LETTER } from '../testing/api-world.fixture.js';
import { LetterWorld, NOT_FOUND, PEER } from './letter-world.fixture.js';

let hospital: LetterWorld;

beforeAll(async () => {
  hospital = await LetterWorld.start();
});
afterAll(() => hospital.stop());

interface Letter {
  readonly to: readonly { readonly address: string; readonly name?: string }[];
  readonly [field: string]: unknown;
}

let asked = 0;

async function send(who: string, letter: Partial<Letter>, id?: string, balId = hospital.bal.id) {
  asked += 1;
  const { data, errors } = await hospital.world.ask(
    `mutation ($balId: ID!, $id: String!, $letter: LetterInput!) {
       messageSend(balId: $balId, clientMutationId: $id, letter: $letter) {
         __typename ... on SentLetter { id sentAt } ... on Refus { code } } }`,
    hospital.as(who),
    {
      balId,
      id: id ?? `essai-${asked}`,
      letter: { to: [{ address: PEER }], subject: 'Compte rendu', text: 'Bonjour', ...letter },
    },
  );
  return data?.messageSend ?? errors;
}

const refusal = (code: string) => ({ __typename: 'Refus', code });

describe('EX_GBM_4410: a letter written by API', () => {
  it('leaves through the use case of submission: one copy in Sent, one delivery for each recipient, its trace', async () => {
    const { colleague, theirs, bal, world } = hospital;
    const sent = await send('holder', {
      to: [{ address: PEER, name: 'Dr Anaïs Martin' }, { address: colleague.address }],
      cc: [{ address: theirs.address }],
      subject: 'Résultats d’analyse',
      text: 'Bonjour,\nvoici les résultats.',
      html: '<p>Bonjour</p>',
    });
    expect(sent).toMatchObject({ __typename: 'SentLetter', sentAt: world.now.toISOString() });
    const [copy, ...others] = await hospital.items('sent');
    expect(others).toEqual([]);
    const text = await hospital.text(copy!);
    expect(text).toContain(`Return-Path: <${bal.address}>`);
    expect(text).toContain('From: MOREAU <');
    expect(text).toMatch(/\r\nContent-Type: multipart\/alternative/);
    expect(text).not.toMatch(/[^\r]\n/);
    expect(await hospital.items('inbox', colleague)).toHaveLength(1);
    expect(await hospital.items('inbox', theirs, hospital.neighbour)).toHaveLength(1);
    const rows = await world.database.withTenant(hospital.hospital.context(), (sql) =>
      sql.query(`select recipient, state from delivery where direction = 'outbound' order by recipient`),
    );
    expect(rows).toEqual(
      [
        { recipient: colleague.address, state: 'delivered' },
        { recipient: PEER, state: 'queued' },
        { recipient: theirs.address, state: 'delivered' },
      ].sort((a, b) => (a.recipient < b.recipient ? -1 : 1)),
    );
    const traces = await world.traces(hospital.hospital);
    expect(traces.filter(({ kind }) => kind === 'message.submitted')).toMatchObject([{ outcome: 'ok' }]);
  });

  it('shows blind copies to its sender alone', async () => {
    const { colleague } = hospital;
    await send('holder', { bcc: [{ address: colleague.address }], subject: 'En copie cachée' });
    const copy = (await hospital.items('sent')).at(-1)!;
    expect(await hospital.text(copy)).toContain(`Bcc: ${colleague.address}`);
    const received = (await hospital.items('inbox', colleague)).at(-1)!;
    expect(await hospital.text(received, colleague)).not.toContain('Bcc');
  });

  it('asked twice under one id leaves once, and another letter under it is refused', async () => {
    const before = (await hospital.items('sent')).length;
    const answers = await Promise.all(
      ['a', 'b', 'c'].map(() => send('holder', { subject: 'Une fois' }, 'un-seul')),
    );
    expect(answers[0]).toMatchObject({ __typename: 'SentLetter' });
    expect(new Set(answers.map(({ id }: { id: string }) => id)).size).toBe(1);
    expect(await send('holder', { subject: 'Une fois' }, 'un-seul')).toEqual(answers[0]);
    expect(await send('holder', { subject: 'Autre' }, 'un-seul')).toEqual(refusal('idempotencyKeyReused'));
    expect(await hospital.items('sent')).toHaveLength(before + 1);
    // The same id of somebody else is another request.
    expect(await send('sender', { subject: 'Une fois' }, 'un-seul')).toMatchObject({
      __typename: 'SentLetter',
    });
  });

  it('RFC 5322 §3.6.4: answers a letter of the BAL and encloses one, which are marked so', async () => {
    const { world, bal } = hospital;
    const letter = LETTER.replace(
      'MIME-Version',
      'Message-ID: <q1@peer>\nReferences: <q0@peer>\nMIME-Version',
    );
    const id = await world.deliver(hospital.hospital, bal, letter);
    await send('holder', { subject: 'Re: Compte rendu', replyToMessageId: id, forwardedMessageId: id });
    const text = await hospital.text((await hospital.items('sent')).at(-1)!);
    expect(text).toContain('In-Reply-To: <q1@peer>');
    expect(text).toContain('References: <q0@peer> <q1@peer>');
    expect(text).toContain('Content-Type: message/rfc822');
    expect(text).toContain('Message-ID: <q1@peer>');
    const [item] = await hospital.items('inbox');
    expect(item?.flags).toEqual(expect.arrayContaining(['\\Answered', '$Forwarded']));
    expect(await send('holder', { replyToMessageId: `${id}9` })).toEqual(NOT_FOUND);
  });

  it('takes over attachments of letters of the BAL, which are read for it, and of no other', async () => {
    const { world, bal } = hospital;
    const id = await world.deliver(hospital.hospital, bal, LETTER);
    const part = (messageId: string, partId = '2') => ({ attachedParts: [{ messageId, partId }] });
    expect(await send('holder', part(id))).toMatchObject({ __typename: 'SentLetter' });
    const text = await hospital.text((await hospital.items('sent')).at(-1)!);
    expect(text).toContain('Content-Type: application/pdf');
    expect(text).toContain(Buffer.from('%PDF-1.7\n').toString('base64'));
    expect(await world.traces(hospital.hospital)).toContainEqual(
      expect.objectContaining({ kind: 'message.read', message_id: expect.any(String) }),
    );
    expect(await send('holder', part(id, '9'))).toEqual(NOT_FOUND);
    expect(await send('holder', part(`${id}9`))).toEqual(NOT_FOUND);
    expect(await send('sender', part(id))).toEqual(refusal('readRightMissing'));
    const theirs = await world.deliver(hospital.hospital, hospital.colleague, LETTER);
    expect(await send('holder', part(theirs))).toEqual(NOT_FOUND);
    const many = { attachedParts: Array.from({ length: 101 }, () => ({ messageId: id, partId: '2' })) };
    expect(await send('holder', many)).toEqual(refusal('inputInvalid'));
  });

  it.each([
    ['recipientOutsideTrustSpace', { to: [{ address: 'a@ailleurs.example' }] }],
    ['recipientUnknown', { to: [{ address: 'personne@DOMAIN' }] }],
    ['addressMalformed', { to: [{ address: 'pas une adresse' }] }],
    ['noRecipient', { to: [] }],
    ['inputInvalid', { subject: 'Deux\nlignes' }],
    ['uploadUnknown', { uploadIds: ['rien'] }],
    [
      'tooManyRecipients',
      { to: Array.from({ length: 41 }, (_, n) => ({ address: `a${n}@peer-operateur.mssante.fr` })) },
    ],
  ])('EX_GBM_4420, EX_3.2_5060: is refused whole: %s', async (code, letter) => {
    const before = (await hospital.items('sent')).length;
    const written = JSON.parse(JSON.stringify(letter).replace('DOMAIN', hospital.hospital.domain));
    expect(await send('holder', written)).toEqual(refusal(code));
    expect(await hospital.items('sent')).toHaveLength(before);
  });

  it('EX_GBM_5411, EX_GBM_5414: leaves from a delegate who may send, told in Sender, and from nobody else', async () => {
    expect(await send('sender', { subject: 'Par délégation' })).toMatchObject({ __typename: 'SentLetter' });
    const text = await hospital.text((await hospital.items('sent')).at(-1)!);
    expect(text).toMatch(new RegExp(`Sender: =\\?utf-8\\?B\\?.*\\?=\\r\\n <${hospital.bal.address}>`));
    expect(await send('reader', {})).toEqual(refusal('sendRightMissing'));
    for (const who of ['former', 'colleague', 'neighbour', 'manager', 'auditor'])
      expect(await send(who, {}), who).toEqual(NOT_FOUND);
    const { key } = await hospital.hospital.apiKey(['bal:read', 'delivery:read']);
    hospital.tokens.set('key', key);
    expect(await send('key', {})).toEqual(NOT_FOUND);
    // A message of the BAL is read by nobody who may only send.
    const id = await hospital.world.deliver(hospital.hospital, hospital.bal, LETTER);
    expect(await send('sender', { replyToMessageId: id })).toEqual(refusal('readRightMissing'));
    expect(await send('sender', { forwardedMessageId: id })).toEqual(refusal('readRightMissing'));
  });

  it('stops at the limit of what a BAL may send in an hour', async () => {
    const { world } = hospital;
    await world.database.withTenant(hospital.hospital.context({ at: world.now }), (sql) =>
      sql.query(
        'insert into sending_policy (tenant_id, per_bal, per_tenant, changed_at) values ($1, 1, 1, now())',
        [hospital.hospital.id],
      ),
    );
    expect(await send('holder', {})).toEqual(refusal('sendingTooFast'));
  });
});
