import type {
  EventKind,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookFault,
  WebhookStop,
} from '@cachet/mss-core';
import type { PlacedEvent } from './pg-events.js';

/** A webhook with its secrets, sealed. */
export interface KnownWebhook {
  readonly webhook: Webhook;
  readonly sealedSecret: Buffer;
  readonly sealedFormer: Buffer | null;
}

/** What is to be sent: its event, null for what is none or is kept no more. */
export interface WebhookSending extends KnownWebhook {
  readonly delivery: WebhookDelivery;
  readonly event: PlacedEvent | null;
}

export interface WebhookColumns {
  id: string;
  url: string;
  description: string;
  kinds: EventKind[];
  is_active: boolean;
  stopped_for: WebhookStop | null;
  stopped_at: Date | null;
  failing_since: Date | null;
  last_failed_at: Date | null;
  sealed_secret: Buffer;
  sealed_former: Buffer | null;
  former_until: Date | null;
  version: number;
  created_at: Date;
  updated_at: Date;
}

export const WEBHOOK_COLUMNS =
  'id, url, description, kinds, is_active, stopped_for, stopped_at, failing_since, last_failed_at, sealed_secret, sealed_former, former_until, ' +
  'version, created_at, updated_at';

export function webhookOf(row: WebhookColumns): KnownWebhook {
  const { id, url, description, kinds, version } = row;
  const stopped = row.is_active
    ? null
    : { reason: row.stopped_for ?? 'manager', at: row.stopped_at ?? row.updated_at };
  return {
    webhook: {
      ...{ id, url, description, kinds, version, stopped },
      failingSince: row.failing_since,
      lastFailedAt: row.last_failed_at,
      formerUntil: row.former_until,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
    sealedSecret: row.sealed_secret,
    sealedFormer: row.sealed_former,
  };
}

export interface DeliveryColumns {
  id: string;
  webhook_id: string;
  event_id: string;
  type: string;
  state: WebhookDeliveryState;
  attempts: number;
  created_at: Date;
  next_attempt_at: Date | null;
  last_attempt_at: Date | null;
  last_status: number | null;
  last_fault: WebhookFault | null;
  last_ms: number | null;
  last_answer: string | null;
}

export const WEBHOOK_DELIVERY_COLUMNS =
  'id, webhook_id, event_id, type, state, attempts, created_at, next_attempt_at, last_attempt_at, last_status, last_fault, ' +
  'last_ms, last_answer';

export function webhookDeliveryOf(row: DeliveryColumns): WebhookDelivery {
  const { id, type, state, attempts } = row;
  const last = row.last_attempt_at && {
    at: row.last_attempt_at,
    status: row.last_status,
    fault: row.last_fault,
    ms: row.last_ms ?? 0,
    answer: row.last_answer,
  };
  return {
    ...{ id, type, state, attempts, last },
    webhookId: row.webhook_id,
    eventId: row.event_id,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
  };
}
