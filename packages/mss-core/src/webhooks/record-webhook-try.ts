import { judgeWebhookTry, type WebhookCall, type WebhookVerdict } from './judge-webhook-try.js';
import type { WebhookDesk } from './ports.js';
import type { Webhook, WebhookDelivery } from './webhook.js';

/** Writes how a call went and what follows; a webhook that is given up is told to the people in charge, with its trace. */
export async function recordWebhookTry(
  desk: Pick<WebhookDesk, 'webhooks' | 'journal' | 'compliance'>,
  webhook: Webhook,
  delivery: WebhookDelivery,
  call: WebhookCall,
  random: number,
): Promise<WebhookVerdict> {
  const verdict = judgeWebhookTry(webhook, delivery, call, random);
  await desk.webhooks.record(delivery.id, call, verdict);
  if (verdict.stop === null || webhook.stopped) return verdict;
  const facts = { webhookId: webhook.id, host: new URL(webhook.url).host, reason: verdict.stop };
  await desk.webhooks.stop(webhook.id, verdict.stop);
  await desk.compliance.raise([{ kind: 'webhook.stopped', severity: 'warning', facts }]);
  await desk.journal.record([{ kind: 'webhook.stopped', outcome: 'ok', facts }]);
  return verdict;
}
