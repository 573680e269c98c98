import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import {
  AdministeredBalConnection,
  BalFullnessName,
  BalMotiveName,
  PlaceType,
} from '../../types/administered-bal.js';
import { described } from '../../types/described.js';
import { BalKindName, BalStateName } from '../../types/enums.js';
import { PageArguments } from '../../types/page.js';
import { StructureType } from '../../types/structure.js';

@Resolver(() => StructureType)
export class AdministeredBalFields {
  @FieldResolver(
    () => AdministeredBalConnection,
    described(
      'BAL de la structure, par adresse ; les supprimées seulement si on les demande.',
      'BAL of the structure, by address; deleted ones only when asked for.',
    ),
  )
  bals(
    @Root() structure: StructureType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
    @Arg('kind', () => BalKindName, {
      nullable: true,
      ...described('Seulement de ce type.', 'Only of that kind.'),
    })
    kind: BalKindName | null,
    @Arg('state', () => BalStateName, {
      nullable: true,
      ...described('Seulement dans cet état.', 'Only in that state.'),
    })
    state: BalStateName | null,
    @Arg('motive', () => BalMotiveName, {
      nullable: true,
      ...described(
        'Seulement suspendues ou supprimées pour ce motif.',
        'Only suspended or deleted for that reason.',
      ),
    })
    motive: BalMotiveName | null,
    @Arg('isTest', () => Boolean, {
      nullable: true,
      ...described(
        'Seulement les BAL de test, ou seulement les autres.',
        'Only test BAL, or only the others.',
      ),
    })
    isTest: boolean | null,
    @Arg('fullness', () => BalFullnessName, {
      nullable: true,
      ...described(
        'Seulement celles qui ont atteint ce seuil de leur quota, ou un plus haut.',
        'Only those that reached this threshold of their quota, or a higher one.',
      ),
    })
    fullness: BalFullnessName | null,
    @Arg('text', () => String, {
      nullable: true,
      ...described(
        'Texte cherché dans l’adresse et la description.',
        'Text looked for in the address and the description.',
      ),
    })
    text: string | null,
  ): Promise<AdministeredBalConnection> {
    const filter = {
      ...{ kind: kind ?? null, state: state ?? null, motive: motive ?? null, isTest: isTest ?? null },
      quotaLevel: fullness ?? null,
      text: text?.trim().slice(0, 254) || null,
    };
    return signedIn(context).balLife.list(structure.id, page, filter);
  }

  @FieldResolver(
    () => [PlaceType],
    described(
      'Sites déclarés ; aucun pour une structure d’un seul site.',
      'Places declared; none for a structure of one place.',
    ),
  )
  places(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<readonly PlaceType[]> {
    return signedIn(context).balLife.places(structure.id);
  }

  @FieldResolver(
    () => Boolean,
    described(
      'Vrai si l’appelant peut ouvrir, changer et fermer des BAL.',
      'True when the caller may open, change and close BAL.',
    ),
  )
  mayManageBals(@Root() structure: StructureType, @Ctx() context: ApiContext): Promise<boolean> {
    return signedIn(context).balLife.mayManage(structure.id);
  }
}
