import type { Webhook, WebhookDelivery, WebhookStop, WebhookTry } from './webhook.js';
import { WEBHOOK_PATIENCE_MS, webhookPause } from './webhook-schedule.js';

/** A call that ended, and how long the receiver asks us to wait, in milliseconds. */
export interface WebhookCall extends WebhookTry {
  readonly retryAfterMs: number | null;
}

/** What follows from a call, for what was sent and for the webhook itself. */
export interface WebhookVerdict {
  readonly state: WebhookDelivery['state'];
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly failingSince: Date | null;
  /** It is called no more, for that reason. */
  readonly stop: Exclude<WebhookStop, 'manager'> | null;
}

const GONE = 410;

export function judgeWebhookTry(
  { failingSince }: Pick<Webhook, 'failingSince'>,
  { attempts: before }: Pick<WebhookDelivery, 'attempts'>,
  call: WebhookCall,
  random: number,
): WebhookVerdict {
  const attempts = before + 1;
  const ended = { attempts, nextAttemptAt: null, failingSince: null, stop: null };
  if (call.fault === null) return { ...ended, state: 'delivered' };
  // What we have lost ourselves says nothing of the receiver.
  if (call.fault === 'eventForgotten') return { ...ended, state: 'failed', failingSince };
  const since = failingSince ?? call.at;
  if (call.status === GONE) return { ...ended, state: 'failed', failingSince: since, stop: 'gone' };
  const isLost = call.at.getTime() - since.getTime() >= WEBHOOK_PATIENCE_MS;
  if (isLost) return { ...ended, state: 'failed', failingSince: since, stop: 'failing' };
  const pause = webhookPause(attempts, random, call.retryAfterMs);
  if (pause === null) return { ...ended, state: 'failed', failingSince: since };
  const nextAttemptAt = new Date(call.at.getTime() + pause);
  return { state: 'waiting', attempts, nextAttemptAt, failingSince: since, stop: null };
}
