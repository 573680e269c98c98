import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { EventKindName } from '../../types/event.js';
import type { Refus } from '../../types/refus.js';
import {
  WebhookDeliveryResult,
  WebhookResendResult,
  WebhookResult,
  WebhookWithSecretResult,
} from '../../types/results.js';
import { DateTime } from '../../types/scalars.js';
import {
  WebhookChangeInput,
  WebhookDeliveryStateName,
  type WebhookDeliveryType,
  type WebhookResendType,
  type WebhookType,
  type WebhookWithSecretType,
} from '../../types/webhook.js';
import { answer } from '../answer.js';
import { STATE, STRUCTURE_ID, WEBHOOK_ID } from './arguments.js';

/** What a manager, or a key with webhook:write, does with the webhooks of a structure. */
@Resolver()
export class WebhookOperations {
  @Mutation(
    () => WebhookWithSecretResult,
    described(
      'Prévient une adresse HTTPS de ce qui arrive à partir de maintenant ; le secret n’est montré qu’ici.',
      'Tells an HTTPS address of what happens from now on; the secret is shown only here.',
    ),
  )
  async webhookCreate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('url', () => String, described('Adresse HTTPS à appeler.', 'HTTPS address to call.')) url: string,
    @Arg('kinds', () => [EventKindName], described('Sujets dont il est prévenu.', 'What it is told of.'))
    kinds: EventKindName[],
    @Arg('description', () => String, {
      defaultValue: '',
      ...described('À quoi il sert.', 'What it is for.'),
    })
    description: string,
  ): Promise<WebhookWithSecretType | Refus> {
    return answer(await signedIn(context).webhooks.create(structureId, { url, kinds, description }));
  }

  @Mutation(
    () => WebhookResult,
    described(
      'Change un webhook, l’arrête ou le remet en service.',
      'Changes a webhook, stops it or puts it back in service.',
    ),
  )
  async webhookUpdate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('webhookId', () => ID, WEBHOOK_ID) webhookId: string,
    @Arg('version', () => Int, described('Version connue.', 'Version known.')) version: number,
    @Arg('change', () => WebhookChangeInput, described('Ce qui est choisi.', 'What is chosen.'))
    change: WebhookChangeInput,
  ): Promise<WebhookType | Refus> {
    return answer(
      await signedIn(context).webhooks.change(structureId, { ...change, id: webhookId, version }),
    );
  }

  @Mutation(
    () => WebhookResult,
    described(
      'Supprime un webhook et le journal de ses envois.',
      'Deletes a webhook and the log of its deliveries.',
    ),
  )
  async webhookDelete(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('webhookId', () => ID, WEBHOOK_ID) webhookId: string,
  ): Promise<WebhookType | Refus> {
    return answer(await signedIn(context).webhooks.delete(structureId, webhookId));
  }

  @Mutation(
    () => WebhookWithSecretResult,
    described(
      'Donne un nouveau secret ; l’ancien signe encore un jour, à côté du nouveau.',
      'Gives a new secret; the former one signs for another day, beside the new one.',
    ),
  )
  async webhookSecretRotate(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('webhookId', () => ID, WEBHOOK_ID) webhookId: string,
  ): Promise<WebhookWithSecretType | Refus> {
    return answer(await signedIn(context).webhooks.rotate(structureId, webhookId));
  }

  @Mutation(
    () => WebhookDeliveryResult,
    described(
      'Envoie « webhook.test », qui n’annonce rien.',
      'Sends “webhook.test”, which tells of nothing.',
    ),
  )
  async webhookTest(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('webhookId', () => ID, WEBHOOK_ID) webhookId: string,
  ): Promise<WebhookDeliveryType | Refus> {
    return answer(await signedIn(context).webhooks.test(structureId, webhookId));
  }

  @Mutation(
    () => WebhookDeliveryResult,
    described(
      'Renvoie un événement, sous le même « webhook-id ».',
      'Sends one event again, under the same “webhook-id”.',
    ),
  )
  async webhookResend(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('webhookId', () => ID, WEBHOOK_ID) webhookId: string,
    @Arg('deliveryId', () => ID, described('Identifiant de l’envoi.', 'Identifier of the delivery.'))
    deliveryId: string,
  ): Promise<WebhookDeliveryType | Refus> {
    return answer(await signedIn(context).webhooks.resend(structureId, webhookId, deliveryId));
  }

  @Mutation(
    () => WebhookResendResult,
    described(
      'Renvoie ce qui a été mis en file entre deux instants, mille au plus, le plus ancien d’abord.',
      'Sends again what was queued between two instants, a thousand at most, oldest first.',
    ),
  )
  async webhookResendRange(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('webhookId', () => ID, WEBHOOK_ID) webhookId: string,
    @Arg('from', () => DateTime, described('À partir de cet instant.', 'From that instant.')) from: Date,
    @Arg('to', () => DateTime, described('Avant cet instant.', 'Before that instant.')) to: Date,
    @Arg('state', () => WebhookDeliveryStateName, STATE) state: WebhookDeliveryStateName | null,
  ): Promise<WebhookResendType | Refus> {
    const range = { from, to, state: state ?? null };
    return answer(await signedIn(context).webhooks.resendRange(structureId, webhookId, range));
  }
}
