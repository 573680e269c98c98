import type { Bal } from '../access/index.js';
import type { HolderNotices, RoleStore } from '../administration/ports.js';
import type { ComplianceBoard, Journal } from '../traceability/index.js';
import type { WebhookVerdict } from './judge-webhook-try.js';
import type {
  Webhook,
  WebhookChoice,
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookStop,
  WebhookTry,
} from './webhook.js';

/** The secret of a webhook: as it is shown once, and as it is kept. */
export interface WebhookSecret {
  readonly shown: string;
  readonly sealed: Uint8Array;
}

/** Sent again: those whose event came on its way within these moments, in that state if one is told. */
export interface WebhookRange {
  readonly from: Date;
  readonly to: Date;
  readonly state: WebhookDeliveryState | null;
}

/** The webhooks of one tenant. What changes is announced to whoever calls them. */
export interface WebhookStore {
  /** Kept to itself until the transaction ends. */
  byId(id: string): Promise<Webhook | null>;
  count(): Promise<number>;
  /** Told of what happens from now on. */
  add(id: string, choice: WebhookChoice, sealedSecret: Uint8Array): Promise<void>;
  /** False when it was changed since that version. One that starts again is told of what happens from now on. */
  change(id: string, version: number, choice: WebhookChoice, isActive: boolean): Promise<boolean>;
  /** With what was on its way to it. */
  remove(id: string): Promise<void>;
  /** The present secret becomes the former one, which signs beside it until then. */
  rotate(id: string, sealedSecret: Uint8Array, formerUntil: Date): Promise<void>;
  /** It is called no more; what was on its way is cancelled. */
  stop(id: string, reason: WebhookStop): Promise<void>;
  /** Puts on its way what is no event. Answers its delivery. */
  send(id: string, eventId: string, type: string): Promise<WebhookDelivery>;
  deliveryById(webhookId: string, deliveryId: string): Promise<WebhookDelivery | null>;
  /** Puts on its way again what is not waiting. Answers how many, of which at most so many. */
  sendAgain(webhookId: string, what: string | WebhookRange, most: number): Promise<number>;
  record(deliveryId: string, call: WebhookTry, verdict: WebhookVerdict): Promise<void>;
}

/** What managing webhooks needs, within one transaction. */
export interface WebhookDesk {
  readonly roles: Pick<RoleStore, 'rolesOf'>;
  readonly webhooks: WebhookStore;
  readonly journal: Journal;
  readonly compliance: ComplianceBoard;
}

/** What writing how a call went needs, within one transaction. */
export interface WebhookTryDesk {
  readonly webhooks: Pick<WebhookStore, 'record' | 'stop'>;
  readonly journal: Journal;
  readonly compliance: ComplianceBoard;
  /** Inboxes of the managers, by id: their own personal BAL in service. */
  readonly managers: { inboxes(): Promise<readonly Pick<Bal, 'id' | 'address'>[]> };
  readonly notices: HolderNotices;
}
