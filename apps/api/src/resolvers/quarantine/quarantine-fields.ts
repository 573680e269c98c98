import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { PageArguments } from '../../types/page.js';
import { MalwarePolicyType, QuarantinedMessageConnection } from '../../types/quarantine.js';
import { StructureType } from '../../types/structure.js';

@Resolver(() => StructureType)
export class QuarantineFields {
  @FieldResolver(
    () => QuarantinedMessageConnection,
    described(
      'Messages infectés mis en quarantaine, les plus récents d’abord.',
      'Infected messages put in quarantine, newest first.',
    ),
  )
  quarantine(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
  ): Promise<QuarantinedMessageConnection> {
    return signedIn(context).quarantine.page(structure.id, page);
  }

  @FieldResolver(
    () => MalwarePolicyType,
    described('Traitement des messages infectés.', 'What is done with infected messages.'),
  )
  malwarePolicy(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<MalwarePolicyType> {
    return signedIn(context).quarantine.policy(structure.id);
  }

  @FieldResolver(
    () => Boolean,
    described(
      'Vrai si l’appelant peut détruire un message en quarantaine et changer le traitement.',
      'True when the caller may destroy a quarantined message and change what is done.',
    ),
  )
  mayManageQuarantine(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<boolean> {
    return signedIn(context).quarantine.mayManage(structure.id);
  }
}
