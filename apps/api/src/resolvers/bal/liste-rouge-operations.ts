import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { showListeRougeCause } from '../../publication/show-publication.js';
import { BalHolding } from '../../types/bal.js';
import { described } from '../../types/described.js';
import { ListeRougeCauseName } from '../../types/publication.js';
import type { Refus } from '../../types/refus.js';
import { BalHoldingResult } from '../../types/results.js';
import { answer } from '../answer.js';

@Resolver(() => BalHolding)
export class ListeRougeOperations {
  @FieldResolver(
    () => Boolean,
    described(
      'Vrai si ses titulaires la veulent en liste rouge de l’Annuaire Santé.',
      'True when its holders want it on the liste rouge of the Annuaire Santé.',
    ),
  )
  async listeRouge(@Root() { bal }: BalHolding, @Ctx() context: ApiContext): Promise<boolean> {
    return (await signedIn(context).listeRouge.of(bal.id)).includes('choice');
  }

  @FieldResolver(
    () => [ListeRougeCauseName],
    described(
      'Pourquoi elle est en liste rouge ; aucune raison si elle n’y est pas.',
      'Why it is on the liste rouge; no reason when it is not.',
    ),
  )
  async listeRougeCauses(
    @Root() { bal }: BalHolding,
    @Ctx() context: ApiContext,
  ): Promise<readonly ListeRougeCauseName[]> {
    return (await signedIn(context).listeRouge.of(bal.id)).map(showListeRougeCause);
  }

  @FieldResolver(
    () => ID,
    described('Identifiant de la structure de la BAL.', 'Identifier of the structure of the BAL.'),
  )
  structureId(@Root() { bal }: BalHolding, @Ctx() context: ApiContext): Promise<string> {
    return signedIn(context).listeRouge.structureOf(bal.id);
  }

  @Mutation(
    () => BalHoldingResult,
    described(
      'Choisit si une BAL est en liste rouge de l’Annuaire Santé : ses titulaires seuls, à tout moment.',
      'Chooses whether a BAL is on the liste rouge of the Annuaire Santé: its holders alone, at any time.',
    ),
  )
  async listeRougeChoose(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
    structureId: string,
    @Arg('balId', () => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.')) balId: string,
    @Arg('wanted', () => Boolean, described('Vrai pour la liste rouge.', 'True for the liste rouge.'))
    wanted: boolean,
  ): Promise<BalHolding | Refus> {
    return answer(await signedIn(context).listeRouge.choose(structureId, balId, wanted));
  }
}
