import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { ListeBlancheStateType } from '../../types/liste-blanche.js';
import type { Refus } from '../../types/refus.js';
import { ListeBlancheRefreshResult } from '../../types/results.js';
import { answer } from '../answer.js';

@Resolver()
export class ListeBlancheOperations {
  @Query(() => ListeBlancheStateType, described('La liste blanche en vigueur.', 'The whitelist in force.'))
  listeBlanche(@Ctx() context: ApiContext): Promise<ListeBlancheStateType> {
    return signedIn(context).listeBlanche.state();
  }

  @Mutation(
    () => ListeBlancheRefreshResult,
    described(
      'Télécharge et vérifie la liste blanche maintenant (administrateur de l’opérateur, ou clé « listeBlanche:refresh »).',
      'Downloads and verifies the whitelist now (operator administrator, or key with “listeBlanche:refresh”).',
    ),
  )
  async listeBlancheRefresh(@Ctx() context: ApiContext): Promise<ListeBlancheStateType | Refus> {
    return answer(await signedIn(context).listeBlanche.refresh());
  }
}
