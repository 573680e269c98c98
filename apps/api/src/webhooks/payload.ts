import type { TenantId } from '@cachet/mss-core';
import type { WebhookSending } from '@cachet/schema';
import { eventCursor } from '../events/event-cursor.js';

/** What a receiver is sent: ids alone. Whoever may know more asks the API for it. */
export function payloadOf({ webhook, delivery, event }: WebhookSending, tenantId: TenantId): string {
  const { type, eventId, createdAt } = delivery;
  const timestamp = (event?.at ?? createdAt).toISOString();
  const about = event && {
    kind: event.kind,
    subjectId: event.subjectId,
    balId: event.balId,
    cursor: event.position === null ? null : eventCursor(event.position),
  };
  return JSON.stringify({
    type,
    timestamp,
    data: { eventId, structureId: tenantId, webhookId: webhook.id, ...about },
  });
}
