import { createHmac } from 'node:crypto';
import type { Person } from '@cachet/mss-core';
import { createLogger, createMetrics } from '@cachet/runtime';
import { PgCompliance, PgEvents, PgWebhooks } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { type Received, TestReceiver } from './receiver.fixture.js';
import { type WebhookLimits, WebhookSender } from './webhook-sender.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DELIVERY =
  'id eventId type state attempts nextAttemptAt lastStatus lastFault lastAnswer lastDurationMs';
const WEBHOOK = 'id url description kinds isActive stoppedFor failingSince formerSecretUntil version';

/** However busy the machine is. */
const until = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000 });

let world: ApiWorld;
let receiver: TestReceiver;
let hospital: TestTenant;
let head: Person;
let manager: string;
let start: Date;
let senders: WebhookSender[];
/** Authorities that senders believe. */
let authorities: string[];

beforeAll(async () => {
  world = await ApiWorld.start();
  receiver = await TestReceiver.start();
  start = world.now;
});
beforeEach(async () => {
  world.now = start;
  senders = [];
  authorities = [receiver.ca];
  receiver.received.length = 0;
  receiver.reply = () => ({ status: 204 });
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  head = await hospital.person();
  await hospital.role(head, 'manager');
  manager = await world.signIn(head);
  return async () => {
    await Promise.all(senders.map((sender) => sender.stop()));
    await world.database.shared((sql) => sql.query('delete from webhook_due'));
    await world.database.shared((sql) => sql.query('delete from route_webhook'));
  };
});
afterAll(async () => {
  await receiver.stop();
  await world.stop();
});

async function signedIn(tenant: TestTenant, role: 'manager' | 'auditor'): Promise<string> {
  const person = await tenant.person();
  await tenant.role(person, role);
  return world.signIn(person);
}

/** Time passes; the session of the manager ended meanwhile. */
async function pass(ms: number): Promise<void> {
  world.now = new Date(start.getTime() + ms);
  manager = await world.signIn(head);
}

function send(limits: Partial<WebhookLimits> = {}): WebhookSender {
  const sender = new WebhookSender({
    ...{ database: world.database, safe: world.safe, clock: () => world.now, random: () => 0.5 },
    ...{ logger: createLogger('jobs', 'silent'), metrics: createMetrics('jobs') },
    ...{ resolve: async () => ['127.0.0.1'], takesPrivate: true, ca: authorities },
    limits: { restMs: 50, ...limits },
  });
  senders.push(sender);
  sender.start();
  return sender;
}

async function act(name: string, args: string, fields: string, bearer = manager) {
  const { data, errors } = await world.ask(
    `mutation { done: ${name}(structureId: "${hospital.id}", ${args}) { __typename ${fields} ... on Refus { code } } }`,
    bearer,
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.done;
}

async function create(url = receiver.url(), kinds = '[INCIDENT]', bearer = manager) {
  const fields = `... on WebhookWithSecret { secret webhook { ${WEBHOOK} } }`;
  return act('webhookCreate', `url: "${url}", kinds: ${kinds}`, fields, bearer);
}

const onDelivery = `... on WebhookDelivery { ${DELIVERY} }`;
const onWebhook = `... on Webhook { ${WEBHOOK} }`;

async function log(webhookId: string, bearer = manager, more = '') {
  const { data, errors } = await world.ask(
    `{ structure(id: "${hospital.id}") { ... on Structure {
       webhooks(first: 10) { edges { node { ${WEBHOOK} } } }
       webhookDeliveries(webhookId: "${webhookId}", first: 100${more}) { edges { node { ${DELIVERY} } } pageInfo { hasNextPage } }
     } ... on Refus { code } } }`,
    bearer,
  );
  const { webhooks, webhookDeliveries } = data?.structure ?? {};
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what they asked for
  const nodes = (page: any) => page?.edges.map(({ node }: any) => node) ?? [];
  return {
    webhooks: nodes(webhooks),
    deliveries: nodes(webhookDeliveries),
    structure: data?.structure,
    errors,
  };
}

function raise(tenant = hospital, count = 1): Promise<void> {
  const alarm = { kind: 'malware.found', severity: 'warning', facts: { signature: 'Eicar' } } as const;
  return world.database.withTenant(tenant.context({ at: world.now }), (sql) =>
    new PgCompliance(sql).raise(Array.from({ length: count }, () => alarm)),
  );
}

async function subjectsIn(balId: string): Promise<readonly string[]> {
  const { data } = await world.ask(
    `{ bal(id: "${balId}") { ... on Bal { folders { specialUse messages(first: 10) { edges { node { subject } } } } } } }`,
    manager,
  );
  const inbox = data.bal.folders.find(({ specialUse }: { specialUse: string }) => specialUse === 'INBOX');
  return inbox.messages.edges.map(({ node }: { node: { subject: string } }) => node.subject);
}

const states = async (id: string) => (await log(id)).deliveries.map(({ state }: { state: string }) => state);
const settled = (id: string, expected: readonly string[]) =>
  until(async () => expect((await states(id)).toSorted()).toEqual(expected));
const ids = () => receiver.received.map(({ headers }) => headers['webhook-id']);

/** As a receiver verifies (Standard Webhooks): any of the signatures, over the id, the timestamp and the body. */
function isSignedBy(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

describe('a webhook', () => {
  it('is told of what happens from then on, signed, with ids alone', async () => {
    await raise();
    const { webhook, secret } = await create();
    expect(webhook).toMatchObject({ isActive: true, version: 1, kinds: ['INCIDENT'], url: receiver.url() });
    expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
    send();
    await raise();
    await hospital.bal();
    await settled(webhook.id, ['DELIVERED']);
    const [received] = receiver.received;
    const event = JSON.parse(received?.body ?? '');
    expect(event).toEqual({
      ...{ type: 'malware.found', timestamp: world.now.toISOString() },
      data: {
        ...{ eventId: received?.headers['webhook-id'], structureId: hospital.id, webhookId: webhook.id },
        ...{ kind: 'incident', subjectId: expect.any(String), balId: null, cursor: expect.any(String) },
      },
    });
    expect(isSignedBy(secret, received!)).toBe(true);
    expect(isSignedBy(`whsec_${Buffer.alloc(32).toString('base64')}`, received!)).toBe(false);
    expect(Math.abs(Number(received?.headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(300);
    const [delivery] = (await log(webhook.id)).deliveries;
    expect(delivery).toMatchObject({ attempts: 1, lastStatus: 204, lastFault: null, nextAttemptAt: null });
  });

  it('is never shown its secret again, which lies sealed', async () => {
    const { webhook, secret } = await create();
    const rows = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query<{ sealed_secret: Buffer }>('select sealed_secret from webhook'),
    );
    const clear = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(rows[0]?.sealed_secret.includes(clear)).toBe(false);
    expect(JSON.stringify(await log(webhook.id))).not.toContain(secret);
    expect(JSON.stringify(await world.traces(hospital))).not.toContain(secret.slice(6));
  });

  it('signs by both secrets for a day after a rotation', async () => {
    const { webhook, secret } = await create();
    const rotated = await act(
      'webhookSecretRotate',
      `webhookId: "${webhook.id}"`,
      '... on WebhookWithSecret { secret webhook { formerSecretUntil } }',
    );
    expect(rotated.webhook.formerSecretUntil).toBe(new Date(start.getTime() + DAY_MS).toISOString());
    send();
    await raise();
    await settled(webhook.id, ['DELIVERED']);
    const [both] = receiver.received;
    expect([isSignedBy(secret, both!), isSignedBy(rotated.secret, both!)]).toEqual([true, true]);
    await pass(DAY_MS);
    await raise();
    await settled(webhook.id, ['DELIVERED', 'DELIVERED']);
    const after = receiver.received[1];
    expect([isSignedBy(secret, after!), isSignedBy(rotated.secret, after!)]).toEqual([false, true]);
  });

  it('can be tried: the test tells of nothing and passes the same way', async () => {
    const { webhook, secret } = await create();
    const queued = await act('webhookTest', `webhookId: "${webhook.id}"`, onDelivery);
    expect(queued).toMatchObject({ type: 'webhook.test', state: 'WAITING', attempts: 0 });
    send();
    await settled(webhook.id, ['DELIVERED']);
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'webhook.test' });
    expect(isSignedBy(secret, receiver.received[0]!)).toBe(true);
  });

  it('is called again later when it fails, under the same id, and as late as it asks', async () => {
    const { webhook } = await create();
    receiver.reply = () => ({ status: 503, headers: { 'retry-after': '600' }, body: 'en maintenance' });
    send();
    await raise();
    await until(async () => {
      expect((await log(webhook.id)).deliveries).toMatchObject([
        {
          ...{
            state: 'WAITING',
            attempts: 1,
            lastStatus: 503,
            lastFault: 'refused',
            lastAnswer: 'en maintenance',
          },
          nextAttemptAt: new Date(start.getTime() + 10 * MINUTE_MS).toISOString(),
        },
      ]);
    });
    expect((await log(webhook.id)).webhooks[0].failingSince).toBe(start.toISOString());
    receiver.reply = () => ({ status: 200 });
    world.now = new Date(start.getTime() + 10 * MINUTE_MS);
    await settled(webhook.id, ['DELIVERED']);
    expect(new Set(ids()).size).toBe(1);
    expect(receiver.received).toHaveLength(2);
    expect((await log(webhook.id)).webhooks[0].failingSince).toBeNull();
  });

  it('is stopped by 410, and what waited for it is cancelled', async () => {
    const { webhook } = await create();
    receiver.reply = () => ({ status: 410 });
    await raise(hospital, 3);
    send({ perWebhook: 1 });
    await settled(webhook.id, ['CANCELLED', 'CANCELLED', 'FAILED']);
    expect((await log(webhook.id)).webhooks).toMatchObject([{ isActive: false, stoppedFor: 'GONE' }]);
    await raise();
    expect(receiver.received).toHaveLength(1);
    expect(await act('webhookTest', `webhookId: "${webhook.id}"`, onDelivery)).toMatchObject({
      code: 'webhookStopped',
    });
  });

  it('is stopped after five days of failures, and the people in charge are told, by a letter too', async () => {
    const own = await hospital.bal({ responsible: head });
    const others = await hospital.bal({ responsible: await hospital.person() });
    const { webhook } = await create();
    receiver.reply = () => ({ status: 500 });
    send();
    await raise();
    for (let day = 0; day <= 5; day += 1) {
      await pass(day * DAY_MS);
      await until(async () => expect((await log(webhook.id)).deliveries[0].attempts).toBe(day + 1));
    }
    await until(async () =>
      expect((await log(webhook.id)).webhooks).toMatchObject([{ isActive: false, stoppedFor: 'FAILING' }]),
    );
    const alarm = await world.database.withTenant(hospital.context(), (sql) =>
      new PgCompliance(sql).lastOf('webhook.stopped'),
    );
    expect(alarm).toMatchObject({ severity: 'warning', facts: { webhookId: webhook.id, reason: 'failing' } });
    const [letter] = await subjectsIn(own.id);
    expect(letter).toBe('Un webhook de votre structure est arrêté');
    const told = await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('select from delivery where bal_id = $1', [others.id]),
    );
    expect(told).toEqual([]);
    const { version } = (await log(webhook.id)).webhooks[0];
    const change = `webhookId: "${webhook.id}", version: ${version}, change: { url: "${receiver.url('/b')}", description: "", kinds: [INCIDENT], isActive: true }`;
    receiver.reply = () => ({ status: 200 });
    expect(await act('webhookUpdate', change, onWebhook)).toMatchObject({
      isActive: true,
      failingSince: null,
    });
    await raise();
    await until(() => expect(receiver.received.at(-1)?.path).toBe('/b'));
    expect(await act('webhookUpdate', change, onWebhook)).toMatchObject({ code: 'changedMeanwhile' });
  });

  it('is sent again what it lost: one event, or all of a time', async () => {
    const { webhook } = await create();
    receiver.reply = () => ({ status: 410 });
    await raise(hospital, 3);
    send();
    await until(async () => expect((await log(webhook.id)).webhooks[0].isActive).toBe(false));
    const { version } = (await log(webhook.id)).webhooks[0];
    const change = `{ url: "${receiver.url()}", description: "", kinds: [INCIDENT], isActive: true }`;
    await act(
      'webhookUpdate',
      `webhookId: "${webhook.id}", version: ${version}, change: ${change}`,
      onWebhook,
    );
    receiver.reply = () => ({ status: 204 });
    receiver.received.length = 0;
    const [lost] = (await log(webhook.id)).deliveries;
    const one = await act(
      'webhookResend',
      `webhookId: "${webhook.id}", deliveryId: "${lost.id}"`,
      onDelivery,
    );
    expect(one).toMatchObject({ id: lost.id, eventId: lost.eventId, state: 'WAITING' });
    await until(() => expect(ids()).toEqual([lost.eventId]));
    await until(async () =>
      expect((await log(webhook.id, manager, ', state: DELIVERED')).deliveries).toHaveLength(1),
    );
    const range = (from: Date, to: Date) =>
      `webhookId: "${webhook.id}", from: "${from.toISOString()}", to: "${to.toISOString()}"`;
    const later = new Date(start.getTime() + 1);
    const count = '... on WebhookResend { count }';
    expect(await act('webhookResendRange', range(later, new Date(later.getTime() + 1)), count)).toMatchObject(
      { count: 0 },
    );
    expect(await act('webhookResendRange', range(later, start), count)).toMatchObject({
      code: 'inputInvalid',
    });
    expect(await act('webhookResendRange', range(start, later), count)).toMatchObject({ count: 3 });
    await settled(webhook.id, ['DELIVERED', 'DELIVERED', 'DELIVERED']);
    expect(new Set(ids()).size).toBe(3);
  });

  it('that is deleted is called no more, and leaves nothing behind', async () => {
    const { webhook } = await create();
    await raise();
    await world.database.withTenant(hospital.context(), (sql) => new PgWebhooks(sql).queue());
    expect(await act('webhookDelete', `webhookId: "${webhook.id}"`, onWebhook)).toMatchObject({
      id: webhook.id,
    });
    send();
    await raise();
    expect((await log(webhook.id)).errors?.[0].extensions.code).toBe('notFound');
    expect(await world.database.shared((sql) => sql.query('select from webhook_due'))).toEqual([]);
    expect(receiver.received).toEqual([]);
    const kinds = (await world.traces(hospital))
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith('webhook'));
    expect(kinds).toEqual(['webhook.created', 'webhook.deleted']);
  });
});

describe('calls', () => {
  it('are made once each by several senders at a time', async () => {
    const { webhook } = await create();
    await raise(hospital, 40);
    send();
    send();
    send();
    await until(() => expect(receiver.received).toHaveLength(40));
    await settled(
      webhook.id,
      Array.from({ length: 40 }, () => 'DELIVERED'),
    );
    expect(new Set(ids()).size).toBe(40);
    expect(receiver.received).toHaveLength(40);
  });

  it('that a sender died in are made again by another, once its lease is over', async () => {
    const { webhook } = await create();
    await raise();
    await world.database.withTenant(hospital.context({ at: world.now }), (sql) =>
      new PgWebhooks(sql).queue(),
    );
    await world.database.shared((sql) =>
      sql.query(
        "update webhook_due set leased_by = 'dead', leased_until = clock_timestamp() + interval '1 second'",
      ),
    );
    send();
    await settled(webhook.id, ['DELIVERED']);
    expect(receiver.received).toHaveLength(1);
  });

  it('to one that never answers hold nobody else up, and are few at a time', async () => {
    const slow = await TestReceiver.start('lent.partenaire.fr');
    slow.reply = () => ({ status: 200, silent: true });
    authorities.push(slow.ca);
    await create(slow.url('/', 'lent.partenaire.fr'));
    await raise(hospital, 50);
    send({ calls: 8, perTenant: 4, perWebhook: 3 });
    await until(() => expect(slow.open).toBe(3));
    // Another webhook of the same structure, and one of a neighbour, are told meanwhile.
    const { webhook: beside } = await create(receiver.url('/beside'), '[BAL]');
    await hospital.bal();
    await settled(beside.id, ['DELIVERED']);
    const mine = { hospital, manager };
    hospital = await TestTenant.create(world.database);
    manager = await signedIn(hospital, 'manager');
    const { webhook } = await create();
    await raise(hospital, 20);
    await settled(
      webhook.id,
      Array.from({ length: 20 }, () => 'DELIVERED'),
    );
    ({ hospital, manager } = mine);
    expect([slow.open, slow.mostOpen]).toEqual([3, 3]);
    await slow.stop();
  });

  it('of an event that is kept no more are not made', async () => {
    const { webhook } = await create();
    await raise();
    await world.database.withTenant(hospital.context({ at: world.now }), async (sql) => {
      await new PgWebhooks(sql).queue();
      await new PgEvents(sql).forget(new Date(world.now.getTime() + 1));
    });
    send();
    await settled(webhook.id, ['FAILED']);
    expect((await log(webhook.id)).deliveries[0].lastFault).toBe('eventForgotten');
    expect(receiver.received).toEqual([]);
  });
});

describe('the webhooks of a structure', () => {
  it('are ten at most, at HTTPS addresses, about something', async () => {
    expect(await create('http://hook.partenaire.fr')).toMatchObject({ code: 'inputInvalid' });
    expect(await create(receiver.url(), '[]')).toMatchObject({ code: 'inputInvalid' });
    for (let count = 0; count < 10; count += 1) await create();
    expect(await create()).toMatchObject({ code: 'limitReached' });
  });

  it('are its managers’ to manage, and its auditors’ to see', async () => {
    const { webhook } = await create();
    const auditor = await signedIn(hospital, 'auditor');
    expect((await log(webhook.id, auditor)).webhooks).toHaveLength(1);
    expect(await create(receiver.url(), '[BAL]', auditor)).toMatchObject({ code: 'forbidden' });
    for (const name of ['webhookDelete', 'webhookTest', 'webhookSecretRotate'])
      expect(await act(name, `webhookId: "${webhook.id}"`, '', auditor)).toMatchObject({ code: 'forbidden' });
  });

  it('are a key’s by its scopes, and tell it nothing that it may not hear', async () => {
    const { webhook } = await create();
    const reader = (await hospital.apiKey(['webhook:read'])).key;
    const writer = (await hospital.apiKey(['webhook:write', 'bal:read'])).key;
    expect((await log(webhook.id, reader)).webhooks).toHaveLength(1);
    expect((await log(webhook.id, writer)).errors?.[0].extensions.code).toBe('scopeMissing');
    expect(await create(receiver.url(), '[BAL]', reader)).toMatchObject({ code: 'scopeMissing' });
    expect(await create(receiver.url(), '[BAL, INCIDENT]', writer)).toMatchObject({ code: 'scopeMissing' });
    expect(await create(receiver.url(), '[BAL]', writer)).toMatchObject({ webhook: { kinds: ['BAL'] } });
  });

  it('do not exist for the neighbour, who asks with their ids', async () => {
    const { webhook } = await create();
    const queued = await act('webhookTest', `webhookId: "${webhook.id}"`, onDelivery);
    const neighbour = await TestTenant.create(world.database);
    const stranger = await signedIn(neighbour, 'manager');
    const strangersKey = (await neighbour.apiKey(['webhook:read', 'webhook:write', 'compliance:read'])).key;
    for (const bearer of [stranger, strangersKey]) {
      expect((await log(webhook.id, bearer)).structure).toEqual({ code: 'notFound' });
      expect(await act('webhookDelete', `webhookId: "${webhook.id}"`, '', bearer)).toMatchObject({
        code: 'notFound',
      });
    }
    const mine = hospital;
    hospital = neighbour;
    for (const bearer of [stranger, strangersKey]) {
      for (const [name, args] of [
        ['webhookDelete', ''],
        ['webhookTest', ''],
        ['webhookSecretRotate', ''],
        ['webhookResend', `, deliveryId: "${queued.id}"`],
      ] as const)
        expect(await act(name, `webhookId: "${webhook.id}"${args}`, '', bearer)).toMatchObject({
          code: 'notFound',
        });
      expect((await log(webhook.id, bearer)).errors?.[0].extensions.code).toBe('notFound');
    }
    hospital = mine;
    expect((await log(webhook.id)).webhooks).toMatchObject([{ id: webhook.id, version: 1 }]);
  });
});
