import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import type { BalType } from '../../types/bal.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import { BalResult } from '../../types/results.js';
import { answer } from '../answer.js';

@Resolver()
export class BalOperations {
  @Query(
    () => BalResult,
    described('Une BAL que l’appelant tient ou gère.', 'A BAL the caller holds or manages.'),
  )
  async bal(
    @Ctx() context: ApiContext,
    @Arg('id', () => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.')) id: string,
  ): Promise<BalType | Refus> {
    return answer(await signedIn(context).bals.see(id));
  }
}
