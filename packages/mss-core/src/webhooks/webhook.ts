import type { EventKind } from '../events/index.js';

/** An address of a partner that is told, by HTTPS, of what happens in a structure. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly kinds: readonly EventKind[];
  /** Null while it is called. */
  readonly stopped: { readonly reason: WebhookStop; readonly at: Date } | null;
  /** Since when no call has succeeded; null while they do. */
  readonly failingSince: Date | null;
  /** When the latest of these calls failed. */
  readonly lastFailedAt: Date | null;
  /** Until when the secret before signs beside the present one. */
  readonly formerUntil: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** By a manager or a key; because it answered 410 Gone; because it failed for five days. */
export type WebhookStop = 'manager' | 'gone' | 'failing';

export type WebhookDeliveryState = 'waiting' | 'delivered' | 'failed' | 'cancelled';

/** One event on its way to one webhook. */
export interface WebhookDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: WebhookDeliveryState;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | null;
  readonly last: WebhookTry | null;
}

/** How a call went. Of what was answered only the beginning, made printable. */
export interface WebhookTry {
  readonly at: Date;
  readonly status: number | null;
  readonly fault: WebhookFault | null;
  readonly ms: number;
  readonly answer: string | null;
}

export type WebhookFault =
  | 'addressNotPublic'
  | 'hostUnknown'
  | 'unreachable'
  | 'tlsRefused'
  | 'tooSlow'
  | 'notHttp'
  | 'redirected'
  | 'refused'
  | 'eventForgotten'
  | 'internalFault';

/** What a manager or a key chooses of a webhook. */
export interface WebhookChoice {
  readonly url: string;
  readonly description: string;
  readonly kinds: readonly EventKind[];
}
