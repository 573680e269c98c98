import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { watchCompliance } from '../../events/watch-compliance.js';
import { watchDeliveries } from '../../events/watch-deliveries.js';
import { ComplianceEventType } from '../../types/compliance.js';
import { DeliveryEvent } from '../../types/delivery.js';
import { described } from '../../types/described.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');

@Resolver()
export class StructureEvents {
  @Subscription(() => DeliveryEvent, {
    subscribe: watchDeliveries,
    ...described(
      'Remises d’une structure, à mesure qu’elles changent.',
      'Deliveries of a structure, as they change.',
    ),
  })
  deliveryEvents(
    @Root() event: DeliveryEvent,
    @Arg('structureId', () => ID, STRUCTURE_ID) _structureId: string,
  ): DeliveryEvent {
    return event;
  }

  @Subscription(() => ComplianceEventType, {
    subscribe: watchCompliance,
    ...described(
      'Événements de conformité d’une structure, à mesure.',
      'Compliance events of a structure, as they come.',
    ),
  })
  complianceEvents(
    @Root() event: ComplianceEventType,
    @Arg('structureId', () => ID, STRUCTURE_ID) _structureId: string,
  ): ComplianceEventType {
    return event;
  }
}
