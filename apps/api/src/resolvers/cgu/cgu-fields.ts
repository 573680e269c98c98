import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { LocatedAcceptance } from '../../cgu/show-cgu.js';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import {
  CguAcceptanceConnection,
  CguAcceptanceType,
  CguToAcceptType,
  CguVersionType,
} from '../../types/cgu.js';
import { described } from '../../types/described.js';
import { MeType } from '../../types/me.js';
import { PageArguments } from '../../types/page.js';
import { StructureType } from '../../types/structure.js';

@Resolver(() => MeType)
export class MyCguFields {
  @FieldResolver(
    () => [CguToAcceptType],
    described(
      'Conditions générales d’utilisation que la personne doit accepter pour utiliser ses BAL, puis celles qui sont annoncées ; aucune pour une application.',
      'Terms of use the person has to accept to use their BAL, then those that are announced; none for an application.',
    ),
  )
  cguToAccept(@Ctx() context: ApiContext): Promise<readonly CguToAcceptType[]> {
    return signedIn(context).cgu.toAccept();
  }
}

@Resolver(() => StructureType)
export class StructureCguFields {
  @FieldResolver(
    () => CguAcceptanceConnection,
    described(
      'Qui a accepté les conditions générales d’utilisation, la dernière acceptation d’abord (clé : « person:read »).',
      'Who accepted the terms of use, the last acceptance first (key: “person:read”).',
    ),
  )
  cguAcceptances(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
    @Arg('versionId', () => ID, {
      nullable: true,
      ...described('Seulement celles de cette version.', 'Only those of this version.'),
    })
    versionId: string | null,
  ): Promise<CguAcceptanceConnection> {
    return signedIn(context).cgu.acceptances(structure.id, page, versionId ?? null);
  }
}

@Resolver(() => CguAcceptanceType)
export class CguAcceptanceFields {
  @FieldResolver(() => CguVersionType, {
    nullable: true,
    ...described('Ce qui a été accepté.', 'What was accepted.'),
  })
  version(@Root() acceptance: LocatedAcceptance, @Ctx() context: ApiContext): Promise<CguVersionType | null> {
    return signedIn(context).cgu.version(acceptance.versionId);
  }
}
