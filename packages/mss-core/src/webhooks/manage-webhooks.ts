import { administers } from '../administration/may-administer.js';
import { type EventKind, hearEvents } from '../events/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { TraceEvent } from '../traceability/index.js';
import type { WebhookDesk, WebhookRange, WebhookSecret } from './ports.js';
import type { Webhook, WebhookChoice, WebhookDelivery } from './webhook.js';
import { readWebhookUrl } from './webhook-url.js';

/** A webhook, and its secret, which nobody will be shown again. */
export interface WebhookWithSecret {
  readonly webhook: Webhook;
  readonly secret: string;
}

/** Webhooks of one structure. */
const MOST = 10;
/** Sent again at one time. */
const MOST_AGAIN = 1_000;
const LONGEST_DESCRIPTION = 200;
/** Two secrets sign for so long after a rotation. */
const ROTATION_MS = 24 * 3_600_000;

export interface WebhookRules {
  /** As in the sandbox: addresses of this machine and its network may be called. */
  readonly takesPrivate: boolean;
}

/** Refuses forbidden, scopeMissing (also of a kind the key may not hear of), inputInvalid, limitReached. */
export async function createWebhook(
  context: TenantContext,
  desk: WebhookDesk,
  newId: NewId,
  newSecret: (webhookId: string) => WebhookSecret,
  asked: WebhookChoice & WebhookRules,
): Promise<Outcome<WebhookWithSecret>> {
  const choice = await choose(context, desk, asked);
  if (!choice.ok) return choice;
  if ((await desk.webhooks.count()) >= MOST) return refused('limitReached');
  const id = newId();
  const secret = newSecret(id);
  await desk.webhooks.add(id, choice.value, secret.sealed);
  await trace(desk, 'webhook.created', id, choice.value);
  const webhook = await desk.webhooks.byId(id);
  return webhook ? done({ webhook, secret: secret.shown }) : refused('notFound');
}

export interface WebhookChange extends WebhookChoice {
  readonly id: string;
  readonly version: number;
  readonly isActive: boolean;
}

/** Refuses forbidden, scopeMissing, notFound, inputInvalid, changedMeanwhile. */
export async function changeWebhook(
  context: TenantContext,
  desk: WebhookDesk,
  { id, version, isActive, ...asked }: WebhookChange & WebhookRules,
): Promise<Outcome<Webhook>> {
  const known = await managed(context, desk, id);
  if (!known.ok) return known;
  const choice = await choose(context, desk, asked);
  if (!choice.ok) return choice;
  if (!(await desk.webhooks.change(id, version, choice.value, isActive))) return refused('changedMeanwhile');
  await trace(desk, 'webhook.changed', id, choice.value, { isActive });
  return found(desk, id);
}

/** Answers it as it was. Refuses forbidden, scopeMissing, notFound. */
export async function deleteWebhook(
  context: TenantContext,
  desk: WebhookDesk,
  id: string,
): Promise<Outcome<Webhook>> {
  const known = await managed(context, desk, id);
  if (!known.ok) return known;
  await desk.webhooks.remove(id);
  await trace(desk, 'webhook.deleted', id, known.value);
  return known;
}

/** Both secrets sign for a day. Refuses forbidden, scopeMissing, notFound. */
export async function rotateWebhookSecret(
  context: TenantContext,
  desk: WebhookDesk,
  newSecret: (webhookId: string) => WebhookSecret,
  id: string,
): Promise<Outcome<WebhookWithSecret>> {
  const known = await managed(context, desk, id);
  if (!known.ok) return known;
  const secret = newSecret(id);
  await desk.webhooks.rotate(id, secret.sealed, new Date(context.at.getTime() + ROTATION_MS));
  await trace(desk, 'webhook.secretRotated', id, known.value);
  const webhook = await found(desk, id);
  return webhook.ok ? done({ webhook: webhook.value, secret: secret.shown }) : webhook;
}

/** Sends an event that is none. Refuses forbidden, scopeMissing, notFound, webhookStopped. */
export async function testWebhook(
  context: TenantContext,
  desk: WebhookDesk,
  newId: NewId,
  id: string,
): Promise<Outcome<WebhookDelivery>> {
  const known = await running(context, desk, id);
  if (!known.ok) return known;
  const delivery = await desk.webhooks.send(id, newId(), WEBHOOK_TEST);
  await trace(desk, 'webhook.tested', id, known.value);
  return done(delivery);
}

/** The type of what `testWebhook` sends. */
export const WEBHOOK_TEST = 'webhook.test';

/** Sends one event again, under the same identifier. Refuses forbidden, scopeMissing, notFound, webhookStopped. */
export async function resendToWebhook(
  context: TenantContext,
  desk: WebhookDesk,
  { id, deliveryId }: { readonly id: string; readonly deliveryId: string },
): Promise<Outcome<WebhookDelivery>> {
  const known = await running(context, desk, id);
  if (!known.ok) return known;
  if (!(await desk.webhooks.deliveryById(id, deliveryId))) return refused('notFound');
  const count = await desk.webhooks.sendAgain(id, deliveryId, 1);
  await trace(desk, 'webhook.resent', id, known.value, { count });
  const delivery = await desk.webhooks.deliveryById(id, deliveryId);
  return delivery ? done(delivery) : refused('notFound');
}

/**
 * Sends again what came on its way within a range, a thousand at most, the oldest first; answers how many. Refuses forbidden, scopeMissing,
 * notFound, webhookStopped, inputInvalid (to).
 */
export async function resendRangeToWebhook(
  context: TenantContext,
  desk: WebhookDesk,
  { id, ...range }: { readonly id: string } & WebhookRange,
): Promise<Outcome<number>> {
  const known = await running(context, desk, id);
  if (!known.ok) return known;
  if (range.to <= range.from) return refused('inputInvalid', { field: 'to' });
  const count = await desk.webhooks.sendAgain(id, range, MOST_AGAIN);
  await trace(desk, 'webhook.resent', id, known.value, { count });
  return done(count);
}

async function managed(context: TenantContext, desk: WebhookDesk, id: string): Promise<Outcome<Webhook>> {
  const may = await administers(context, desk.roles, 'webhook:write');
  return may.ok ? found(desk, id) : may;
}

async function running(context: TenantContext, desk: WebhookDesk, id: string): Promise<Outcome<Webhook>> {
  const known = await managed(context, desk, id);
  return known.ok && known.value.stopped ? refused('webhookStopped') : known;
}

async function found(desk: WebhookDesk, id: string): Promise<Outcome<Webhook>> {
  const webhook = await desk.webhooks.byId(id);
  return webhook ? done(webhook) : refused('notFound');
}

async function choose(
  context: TenantContext,
  desk: WebhookDesk,
  { url: text, description, kinds, takesPrivate }: WebhookChoice & WebhookRules,
): Promise<Outcome<WebhookChoice>> {
  const may = await administers(context, desk.roles, 'webhook:write');
  if (!may.ok) return may;
  const url = readWebhookUrl(text, takesPrivate);
  if (url === null) return refused('inputInvalid', { field: 'url' });
  if (description.length > LONGEST_DESCRIPTION) return refused('inputInvalid', { field: 'description' });
  if (kinds.length === 0) return refused('inputInvalid', { field: 'kinds' });
  const heard = mayTell(context, kinds);
  return heard.ok ? done({ url, description, kinds: [...new Set(kinds)] }) : heard;
}

// A webhook tells nobody what whoever made it could not hear.
function mayTell({ actor, scopes }: TenantContext, kinds: readonly EventKind[]): Outcome<unknown> {
  if (actor.kind !== 'partner') return done(kinds);
  return hearEvents({ kind: 'partner', scopes: scopes ?? new Set() }, kinds);
}

// The path and what follows it may hold a secret of the receiver.
function trace(
  desk: WebhookDesk,
  kind: TraceEvent['kind'],
  webhookId: string,
  { url, kinds }: Pick<WebhookChoice, 'url' | 'kinds'>,
  more: TraceEvent['facts'] = {},
): Promise<void> {
  const facts = { webhookId, host: new URL(url).host, kinds: kinds.join(' '), ...more };
  return desk.journal.record([{ kind, outcome: 'ok', facts }]);
}
