import type { Webhook, WebhookDelivery, WebhookWithSecret } from '@cachet/mss-core';
import { showKind } from '../events/show-event.js';
import {
  WebhookDeliveryStateName,
  type WebhookDeliveryType,
  WebhookStopName,
  type WebhookType,
  type WebhookWithSecretType,
} from '../types/webhook.js';

const STOPS = {
  manager: WebhookStopName.MANAGER,
  gone: WebhookStopName.GONE,
  failing: WebhookStopName.FAILING,
};
const STATES = {
  waiting: WebhookDeliveryStateName.WAITING,
  delivered: WebhookDeliveryStateName.DELIVERED,
  failed: WebhookDeliveryStateName.FAILED,
  cancelled: WebhookDeliveryStateName.CANCELLED,
};

export function showWebhook({ kinds, stopped, formerUntil, ...webhook }: Webhook): WebhookType {
  return {
    ...webhook,
    kinds: kinds.map(showKind),
    isActive: stopped === null,
    stoppedFor: stopped && STOPS[stopped.reason],
    stoppedAt: stopped?.at ?? null,
    formerSecretUntil: formerUntil,
  };
}

export function showWithSecret({ webhook, secret }: WebhookWithSecret): WebhookWithSecretType {
  return { webhook: showWebhook(webhook), secret };
}

export function showWebhookDelivery({ state, last, ...delivery }: WebhookDelivery): WebhookDeliveryType {
  return {
    ...delivery,
    state: STATES[state],
    lastAttemptAt: last?.at ?? null,
    lastStatus: last?.status ?? null,
    lastFault: last?.fault ?? null,
    lastDurationMs: last?.ms ?? null,
    lastAnswer: last?.answer ?? null,
  };
}
