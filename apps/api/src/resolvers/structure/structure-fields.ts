import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { ComplianceEventConnection } from '../../types/compliance.js';
import { DeliveryConnection, DeliveryStepType } from '../../types/delivery.js';
import { described } from '../../types/described.js';
import { DeliveryDirectionName, DeliveryStateName } from '../../types/enums.js';
import { PageArguments } from '../../types/page.js';
import { StructureCounts, StructureType } from '../../types/structure.js';

@Resolver(() => StructureType)
export class StructureFields {
  @FieldResolver(() => [String], described('Domaines servis.', 'Domains served.'))
  domains(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<readonly string[]> {
    return signedIn(context).structures.domains(structure.id);
  }

  @FieldResolver(() => StructureCounts, described('Quelques comptes.', 'A few counts.'))
  counts(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<StructureCounts> {
    return signedIn(context).structures.counts(structure.id);
  }

  @FieldResolver(
    () => DeliveryConnection,
    described(
      'Remises, les plus récentes d’abord ; jamais d’objet ni de contenu.',
      'Deliveries, newest first; never a subject or content.',
    ),
  )
  deliveries(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
    @Arg('direction', () => DeliveryDirectionName, {
      nullable: true,
      ...described('Seulement dans ce sens.', 'Only in that direction.'),
    })
    direction: DeliveryDirectionName | null,
    @Arg('state', () => DeliveryStateName, {
      nullable: true,
      ...described('Seulement dans cet état.', 'Only in that state.'),
    })
    state: DeliveryStateName | null,
  ): Promise<DeliveryConnection> {
    const filter = { direction: direction ?? null, state: state ?? null };
    return signedIn(context).structures.deliveries(structure.id, page, filter);
  }

  @FieldResolver(
    () => [DeliveryStepType],
    described('Étapes d’une remise, les plus anciennes d’abord.', 'Steps of a delivery, oldest first.'),
  )
  deliveryHistory(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Arg('deliveryId', () => ID, described('Identifiant de la remise.', 'Identifier of the delivery.'))
    deliveryId: string,
  ): Promise<DeliveryStepType[]> {
    return signedIn(context).queue.history(structure.id, deliveryId);
  }

  @FieldResolver(
    () => Boolean,
    described('Vrai si l’appelant peut agir sur les remises.', 'True when the caller may act on deliveries.'),
  )
  mayManageDeliveries(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<boolean> {
    return signedIn(context).queue.mayManage(structure.id);
  }

  @FieldResolver(
    () => ComplianceEventConnection,
    described('Événements de conformité, les plus récents d’abord.', 'Compliance events, newest first.'),
  )
  complianceEvents(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
  ): Promise<ComplianceEventConnection> {
    return signedIn(context).structures.complianceEvents(structure.id, page);
  }
}
