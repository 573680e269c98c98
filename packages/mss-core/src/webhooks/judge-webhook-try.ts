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
  readonly lastFailedAt: Date | null;
  /** It is called no more, for that reason. */
  readonly stop: Exclude<WebhookStop, 'manager'> | null;
}

const GONE = 410;
/** Longer than any pause of ours. */
const SILENCE_MS = 30 * 3_600_000;

export function judgeWebhookTry(
  { failingSince, lastFailedAt }: Pick<Webhook, 'failingSince' | 'lastFailedAt'>,
  { attempts: before }: Pick<WebhookDelivery, 'attempts'>,
  call: WebhookCall,
  random: number,
): WebhookVerdict {
  const attempts = before + 1;
  const ended = { attempts, nextAttemptAt: null, failingSince: null, lastFailedAt: null, stop: null };
  if (call.fault === null) return { ...ended, state: 'delivered' };
  // What we have lost ourselves says nothing of the receiver.
  if (call.fault === 'eventForgotten') return { ...ended, state: 'failed', failingSince, lastFailedAt };
  // When nobody called for so long, we were away, or nothing was to be told: it has not failed meanwhile.
  const isOld = lastFailedAt !== null && call.at.getTime() - lastFailedAt.getTime() > SILENCE_MS;
  const since = isOld ? call.at : (failingSince ?? call.at);
  const failed = { ...ended, state: 'failed', failingSince: since, lastFailedAt: call.at } as const;
  if (call.status === GONE) return { ...failed, stop: 'gone' };
  const isLost = call.at.getTime() - since.getTime() >= WEBHOOK_PATIENCE_MS;
  if (isLost) return { ...failed, stop: 'failing' };
  const pause = webhookPause(attempts, random, call.retryAfterMs);
  if (pause === null) return failed;
  const nextAttemptAt = new Date(call.at.getTime() + pause);
  return { ...failed, state: 'waiting', nextAttemptAt };
}
