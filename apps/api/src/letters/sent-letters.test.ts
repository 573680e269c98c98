import { Buffer } from 'node:buffer';
import { type AttemptResult, receiveFromPeer } from '@cachet/mss-core';
import { PgDeliveries } from '@cachet/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LetterWorld, NOT_FOUND, PEER } from './letter-world.fixture.js';

let hospital: LetterWorld;

beforeAll(async () => {
  hospital = await LetterWorld.start();
});
afterAll(() => hospital.stop());

const DELIVERIES =
  'deliveries { recipient state nextAttemptAt steps { kind message messageEn advice code reply } }';

let asked = 0;

// biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
async function send(who: string, letter: object): Promise<any> {
  asked += 1;
  const { data } = await hospital.world.ask(
    `mutation ($balId: ID!, $id: String!, $letter: LetterInput!) {
       messageSend(balId: $balId, clientMutationId: $id, letter: $letter) {
         ... on SentLetter { id ${DELIVERIES} } ... on Refus { code } } }`,
    hospital.as(who),
    {
      balId: hospital.bal.id,
      id: `suivi-${asked}`,
      letter: { to: [{ address: PEER }], subject: 'Suivi', text: 'Bonjour', ...letter },
    },
  );
  return { ...data.messageSend, clientMutationId: `suivi-${asked}` };
}

/** What is told of a message of Sent. */
async function followed(who: string, uid: number | null = null) {
  const items = await hospital.items('sent');
  const item = uid === null ? items.at(-1)! : items.find((each) => each.uid === uid)!;
  const folder = await hospital.world.database.withTenant(hospital.hospital.context(), (sql) =>
    sql.query<{ id: string }>(`select id from mail_folder where bal_id = $1 and special_use = 'sent'`, [
      hospital.bal.id,
    ]),
  );
  const { data } = await hospital.world.ask(
    `query ($balId: ID!, $id: ID!) { message(balId: $balId, id: $id) {
       __typename ... on Message { ${DELIVERIES} } ... on Refus { code } } }`,
    hospital.as(who),
    { balId: hospital.bal.id, id: `${folder[0]!.id}.${item.uid}` },
  );
  return data.message.deliveries ?? data.message;
}

const again = async (who: string, clientMutationId: string) =>
  (
    await hospital.world.ask(
      `query ($balId: ID!, $id: String!) { sentLetter(balId: $balId, clientMutationId: $id) {
         __typename ... on SentLetter { id ${DELIVERIES} } ... on Refus { code } } }`,
      hospital.as(who),
      { balId: hospital.bal.id, id: clientMutationId },
    )
  ).data.sentLetter;

const statesOf = (deliveries: readonly { recipient: string; state: string }[]) =>
  Object.fromEntries(deliveries.map(({ recipient, state }) => [recipient, state]));

/** What the delivery worker met with the peer. */
async function met(messageId: string, result: Partial<AttemptResult>): Promise<void> {
  const context = hospital.hospital.context({ at: hospital.world.now });
  await hospital.world.database.withTenant(context, async (sql) => {
    const [row] = await sql.query<{ id: string }>(
      'select id from delivery where message_id = $1 and recipient = $2',
      [messageId, PEER],
    );
    await new PgDeliveries(sql).recordAttempt(row!.id, {
      ...{ state: 'deferred', code: 451, text: 'plus tard', remoteHost: 'mx.pair', tls: null },
      ...{ nextAttemptAt: null, cause: null, hasExpired: false },
      ...result,
    });
  });
}

/** A notice that comes back from the peer, in the BAL that sent. */
async function comesBack(lines: readonly string[], balId = hospital.bal.id): Promise<void> {
  const { letters } = hospital.world.container();
  const text = [
    'From: dr.martin@peer-operateur.mssante.fr',
    'Content-Type: multipart/report; boundary=b',
    '',
    ...lines,
    '--b--',
    '',
  ].join('\r\n');
  const spooled = await letters.spool.receive(one(text));
  if (!spooled.ok) throw new Error(spooled.refusal.code);
  const { address } = balId === hospital.bal.id ? hospital.bal : hospital.colleague;
  const act = hospital.hospital.context({ at: hospital.world.now });
  const filed = await receiveFromPeer(letters, act, {
    ...{ sender: null, message: spooled.value, origin: {} },
    recipients: [{ tenantId: hospital.hospital.id, balId, address }],
  } as never);
  await spooled.value.dispose();
  expect(filed.ok).toBe(true);
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const reading = (mailId: string, recipient = PEER, disposition = 'displayed') => [
  '--b',
  'Content-Type: message/disposition-notification',
  '',
  `Final-Recipient: rfc822;${recipient}`,
  `Original-Message-ID: ${mailId}`,
  `Disposition: manual-action/MDN-sent-manually; ${disposition}`,
];

async function mailIdOf(): Promise<string> {
  const text = await hospital.text((await hospital.items('sent')).at(-1)!);
  return /Message-ID: (<[^>]+>)/i.exec(text)![1]!;
}

describe('what becomes of a letter that was sent', () => {
  it('RE_GBM_4410: is told for each recipient with the sending, blind copies too, and from the message in Sent', async () => {
    const { colleague } = hospital;
    const sent = await send('holder', { bcc: [{ address: colleague.address }] });
    const states = { [PEER]: 'ACCEPTED', [colleague.address]: 'DELIVERED' };
    expect(statesOf(sent.deliveries)).toEqual(states);
    // The copy that the sender keeps is another message: it shows the blind copies.
    expect(statesOf(await followed('holder'))).toEqual(states);
    expect(statesOf(await followed('reader'))).toEqual(states);
  });

  it('goes on with each attempt: why it waits, then that the peer took it, or why it never will', async () => {
    const { id } = await send('holder', {});
    const nextAttemptAt = new Date(hospital.world.now.getTime() + 60_000);
    await met(id, { cause: 'peerBusy', nextAttemptAt });
    const [waiting] = await followed('holder');
    expect(waiting).toMatchObject({ state: 'DELAYED', nextAttemptAt: nextAttemptAt.toISOString() });
    expect(waiting.steps.at(-1)).toMatchObject({ code: 451, reply: 'plus tard' });
    expect(waiting.steps.at(-1).message).toMatch(/serveur du destinataire a demandé d’attendre/);
    await met(id, { state: 'delivered', code: 250, text: 'OK' });
    expect(statesOf(await followed('holder'))).toEqual({ [PEER]: 'RELAYED' });
    const refused = await send('holder', {});
    await met(refused.id, { state: 'failed', code: 550, text: 'inconnu', cause: 'recipientRejected' });
    const [delivery] = await followed('holder');
    expect(delivery).toMatchObject({ state: 'REFUSED' });
    expect(delivery.steps.at(-1).advice).toMatch(/Annuaire Santé/);
    const late = await send('holder', {});
    await met(late.id, { state: 'failed', code: null, cause: 'peerUnreachable', hasExpired: true });
    expect(statesOf(await followed('holder'))).toEqual({ [PEER]: 'EXPIRED' });
  });

  it('RFC 3464, RFC 8098: ends with what the recipient’s side says, of that letter and that recipient alone', async () => {
    const { id } = await send('holder', {});
    await met(id, { state: 'delivered', code: 250, text: 'OK' });
    const mailId = await mailIdOf();
    await comesBack(reading('<une-autre@x>'));
    await comesBack(reading(mailId, 'quelqu.un@peer-operateur.mssante.fr'));
    // The same to somebody who did not send it.
    await comesBack(reading(mailId), hospital.colleague.id);
    expect(statesOf(await followed('holder'))).toEqual({ [PEER]: 'RELAYED' });
    await comesBack([
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns;mx.pair',
      '',
      `Final-Recipient: rfc822;${PEER.toUpperCase()}`,
      'Action: delivered',
      'Status: 2.0.0',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${mailId}`,
    ]);
    expect(statesOf(await followed('holder'))).toEqual({ [PEER]: 'DELIVERED' });
    hospital.world.now = new Date(hospital.world.now.getTime() + 60_000);
    await comesBack(reading(mailId));
    await comesBack(reading(mailId));
    const [delivery] = await followed('holder');
    expect(delivery.steps.map(({ kind }: { kind: string }) => kind)).toEqual([
      'ACCEPTED',
      'RELAYED',
      'DELIVERED',
      'READ',
    ]);
  });

  it('EX_GBM_5411: is of those who read the BAL, and of whoever sent it', async () => {
    const sent = await send('sender', {});
    expect(statesOf(sent.deliveries)).toEqual({ [PEER]: 'ACCEPTED' });
    // Who may send and not read follows what they sent, and nothing else.
    expect(await again('sender', sent.clientMutationId)).toMatchObject({
      id: sent.id,
      deliveries: [{ recipient: PEER }],
    });
    expect(await followed('sender')).toEqual({ __typename: 'Refus', code: 'readRightMissing' });
    expect(await again('holder', sent.clientMutationId)).toEqual(NOT_FOUND);
    hospital.tokens.set('key', (await hospital.hospital.apiKey(['bal:read', 'delivery:read'])).key);
    for (const who of ['former', 'colleague', 'neighbour', 'manager', 'auditor', 'key']) {
      expect(await followed(who), who).toEqual(NOT_FOUND);
      expect(await again(who, sent.clientMutationId), who).toEqual(NOT_FOUND);
    }
  });

  it('is nothing of a letter that came: the colleague who received it does not see to whom else it went', async () => {
    const { colleague, world } = hospital;
    await send('holder', { to: [{ address: colleague.address }, { address: PEER }] });
    const { data } = await world.ask(
      `query ($id: ID!) { bal(id: $id) { ... on Bal { folders { specialUse messages(first: 5) {
         edges { node { deliveries { recipient } } } } } } } }`,
      hospital.as('colleague'),
      { id: colleague.id },
    );
    const inbox = data.bal.folders.find(({ specialUse }: { specialUse: string }) => specialUse === 'INBOX');
    expect(inbox.messages.edges.length).toBeGreaterThan(0);
    for (const { node } of inbox.messages.edges) expect(node.deliveries).toEqual([]);
  });
});
