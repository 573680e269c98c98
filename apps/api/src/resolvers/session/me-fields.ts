import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { BalHolding } from '../../types/bal.js';
import { described } from '../../types/described.js';
import { MeType } from '../../types/me.js';
import { StructureMembership } from '../../types/structure.js';

@Resolver(() => MeType)
export class MeFields {
  @FieldResolver(
    () => [StructureMembership],
    described(
      'Structures où la personne a un rôle ; pour une application, la sienne.',
      'Structures where the person has a role; that of an application.',
    ),
  )
  structures(@Ctx() context: ApiContext): Promise<readonly StructureMembership[]> {
    return signedIn(context).structures.memberships();
  }

  @FieldResolver(() => [BalHolding], described('BAL que la personne tient.', 'BAL the person holds.'))
  bals(@Ctx() context: ApiContext): Promise<readonly BalHolding[]> {
    return signedIn(context).bals.holdings();
  }
}
