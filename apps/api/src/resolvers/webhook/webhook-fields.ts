import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { PageArguments } from '../../types/page.js';
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
    @Args() page: PageArguments,
  ): Promise<WebhookConnection> {
    return signedIn(context).webhooks.page(structure.id, page);
  }

  @FieldResolver(
    () => WebhookDeliveryConnection,
    described('Envois à un webhook, les plus récents d’abord.', 'Deliveries to a webhook, newest first.'),
  )
  webhookDeliveries(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Arg('webhookId', () => ID, WEBHOOK_ID) webhookId: string,
    @Args() page: PageArguments,
    @Arg('state', () => WebhookDeliveryStateName, STATE) state: WebhookDeliveryStateName | null,
  ): Promise<WebhookDeliveryConnection> {
    return signedIn(context).webhooks.deliveries(structure.id, webhookId, page, state ?? null);
  }
}
