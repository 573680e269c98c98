import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { MeType } from '../../types/me.js';
import { SecoursAccessType, SecoursPolicyType } from '../../types/secours.js';
import { StructureType } from '../../types/structure.js';

@Resolver(() => MeType)
export class MySecoursFields {
  @FieldResolver(
    () => [SecoursAccessType],
    described(
      'Accès de secours de la personne, là où il est ouvert ou activé.',
      'Backup access of the person, where it is on or enrolled.',
    ),
  )
  secours(@Ctx() context: ApiContext): Promise<readonly SecoursAccessType[]> {
    return signedIn(context).secours.mine();
  }
}

@Resolver(() => StructureType)
export class StructureSecoursFields {
  @FieldResolver(
    () => SecoursPolicyType,
    described('Accès de secours de la structure.', 'Backup access of the structure.'),
  )
  secours(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<SecoursPolicyType> {
    return signedIn(context).secours.policy(structure.id);
  }
}
