import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { PageArguments } from '../../types/page.js';
import { ApplicativeBalConnection, SendingLimitsType, SendingUseType } from '../../types/sending.js';
import { StructureType } from '../../types/structure.js';

@Resolver(() => StructureType)
export class SendingFields {
  @FieldResolver(
    () => SendingLimitsType,
    described('Limites d’envoi en vigueur.', 'Limits of sending in force.'),
  )
  sendingLimits(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<SendingLimitsType> {
    return signedIn(context).sending.limits(structure.id);
  }

  @FieldResolver(
    () => SendingUseType,
    described('Ce qui a été envoyé depuis une heure.', 'What was sent within the last hour.'),
  )
  sendingUse(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<SendingUseType> {
    return signedIn(context).sending.use(structure.id);
  }

  @FieldResolver(
    () => ApplicativeBalConnection,
    described(
      'BAL applicatives et les structures dont les certificats les ouvrent.',
      'Applicative BAL and the structures whose certificates open them.',
    ),
  )
  applicativeBals(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
  ): Promise<ApplicativeBalConnection> {
    return signedIn(context).sending.applicativeBals(structure.id, page);
  }

  @FieldResolver(
    () => Boolean,
    described(
      'Vrai si l’appelant peut changer les limites d’envoi et les structures autorisées.',
      'True when the caller may change the limits of sending and the authorised structures.',
    ),
  )
  mayManageSending(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<boolean> {
    return signedIn(context).sending.mayManage(structure.id);
  }
}
