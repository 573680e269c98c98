import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { AFTER, FIRST } from '../../types/page.js';
import { StructureType } from '../../types/structure.js';
import {
  WebhookConnection,
  WebhookDeliveryConnection,
  WebhookDeliveryStateName,
} from '../../types/webhook.js';
import { STATE, WEBHOOK_ID } from './arguments.js';

@Resolver(() => StructureType)
export class WebhookFields {
  @FieldResolver(
    () => WebhookConnection,
    described('Webhooks, les plus récents d’abord.', 'Webhooks, newest first.'),
  )
  webhooks(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: string | null,
  ): Promise<WebhookConnection> {
    return signedIn(context).webhooks.page(structure.id, { first, after: after ?? null });
  }

  @FieldResolver(
    () => WebhookDeliveryConnection,
    described('Envois à un webhook, les plus récents d’abord.', 'Deliveries to a webhook, newest first.'),
  )
  webhookDeliveries(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Arg('webhookId', () => ID, WEBHOOK_ID) webhookId: string,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: string | null,
    @Arg('state', () => WebhookDeliveryStateName, STATE) state: WebhookDeliveryStateName | null,
  ): Promise<WebhookDeliveryConnection> {
    const page = { first, after: after ?? null };
    return signedIn(context).webhooks.deliveries(structure.id, webhookId, page, state ?? null);
  }
}
