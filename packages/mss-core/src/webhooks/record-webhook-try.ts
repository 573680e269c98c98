import { domainOf } from '../identifiers/index.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import { composeWebhookNotice } from './compose-webhook-notice.js';
import { judgeWebhookTry, type WebhookCall, type WebhookVerdict } from './judge-webhook-try.js';
import type { WebhookTryDesk } from './ports.js';
import type { Webhook, WebhookDelivery } from './webhook.js';

/** What was called, and what chance gives: the spread of the next call, the ids of letters. */
export interface WebhookTried {
  readonly webhook: Webhook;
  readonly delivery: WebhookDelivery;
  readonly random: number;
  readonly newId: NewId;
}

/**
 * Writes how a call went and what follows; a webhook that is given up is told to the people in charge, with its trace and by a letter to
 * each manager who has a BAL.
 */
export async function recordWebhookTry(
  context: TenantContext,
  desk: WebhookTryDesk,
  { webhook, delivery, random, newId }: WebhookTried,
  call: WebhookCall,
): Promise<WebhookVerdict> {
  const verdict = judgeWebhookTry(webhook, delivery, call, random);
  await desk.webhooks.record(delivery.id, call, verdict);
  const { stop: reason } = verdict;
  if (reason === null || webhook.stopped) return verdict;
  const { host } = new URL(webhook.url);
  const facts = { webhookId: webhook.id, host, reason };
  await desk.webhooks.stop(webhook.id, reason);
  await desk.compliance.raise([{ kind: 'webhook.stopped', severity: 'warning', facts }]);
  await desk.journal.record([{ kind: 'webhook.stopped', outcome: 'ok', facts }]);
  for (const { id, address } of await desk.managers.inboxes()) {
    const domain = domainOf(address);
    const { description } = webhook;
    const stamp = { hostname: domain, at: context.at, id: newId() };
    const letter = composeWebhookNotice({ reason, host, description, to: address, domain }, stamp);
    await desk.notices.file(id, address, letter);
  }
  return verdict;
}
