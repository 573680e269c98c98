import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import { StructureResult } from '../../types/results.js';
import type { StructureType } from '../../types/structure.js';
import { answer } from '../answer.js';

@Resolver()
export class StructureOperations {
  @Query(
    () => StructureResult,
    described(
      'Une structure que l’appelant gère ou audite, ou celle de la clé d’API.',
      'A structure the caller manages or audits, or that of the API key.',
    ),
  )
  async structure(
    @Ctx() context: ApiContext,
    @Arg('id', () => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
    id: string,
  ): Promise<StructureType | Refus> {
    return answer(await signedIn(context).structures.see(id));
  }
}
