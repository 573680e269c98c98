import type { QueueAct } from '@cachet/mss-core';
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import type { DeliveryType } from '../../types/delivery.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import { DeliveryResult } from '../../types/results.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
const DELIVERY_ID = described('Identifiant de la remise.', 'Identifier of the delivery.');

/** What a manager, or a key with “delivery:manage”, does with a letter that waits for another operator. */
@Resolver()
export class DeliveryOperations {
  @Mutation(
    () => DeliveryResult,
    described(
      'Suspend une remise en attente : plus aucun essai jusqu’à sa reprise.',
      'Holds a waiting delivery: no attempt until it is released.',
    ),
  )
  deliveryHold(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('deliveryId', () => ID, DELIVERY_ID) deliveryId: string,
  ): Promise<DeliveryType | Refus> {
    return act(context, structureId, deliveryId, 'hold');
  }

  @Mutation(
    () => DeliveryResult,
    described('Remet en file une remise suspendue.', 'Puts a held delivery back in the queue.'),
  )
  deliveryRelease(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('deliveryId', () => ID, DELIVERY_ID) deliveryId: string,
  ): Promise<DeliveryType | Refus> {
    return act(context, structureId, deliveryId, 'release');
  }

  @Mutation(
    () => DeliveryResult,
    described(
      'Essaie maintenant, sans attendre l’heure prévue.',
      'Tries now, without waiting for the planned time.',
    ),
  )
  deliveryRetry(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('deliveryId', () => ID, DELIVERY_ID) deliveryId: string,
  ): Promise<DeliveryType | Refus> {
    return act(context, structureId, deliveryId, 'retry');
  }

  @Mutation(
    () => DeliveryResult,
    described(
      'Annule une remise en attente ; l’expéditeur en reçoit l’avis dans sa BAL.',
      'Cancels a waiting delivery; its sender finds a notice in the BAL.',
    ),
  )
  deliveryCancel(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('deliveryId', () => ID, DELIVERY_ID) deliveryId: string,
  ): Promise<DeliveryType | Refus> {
    return act(context, structureId, deliveryId, 'cancel');
  }
}

async function act(context: ApiContext, structureId: string, deliveryId: string, asked: QueueAct) {
  return answer(await signedIn(context).queue.act(structureId, deliveryId, asked));
}
