import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import {
  ListeBlancheChangeConnection,
  ListeBlanchePendingType,
  ListeBlancheStateType,
} from '../../types/liste-blanche.js';
import { PageArguments } from '../../types/page.js';
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

  @Query(() => ListeBlanchePendingType, {
    nullable: true,
    ...described(
      'La liste qui attend un accord, s’il y en a une (personnes de l’opérateur, ou sa clé « compliance:read »).',
      'The list that awaits a yes, if any (people of the operator, or its key with “compliance:read”).',
    ),
  })
  listeBlanchePending(@Ctx() context: ApiContext): Promise<ListeBlanchePendingType | null> {
    return signedIn(context).listeBlanche.pending();
  }

  @Query(
    () => ListeBlancheChangeConnection,
    described(
      'Changements de la liste, les plus récents d’abord (personnes de l’opérateur, ou sa clé « compliance:read »).',
      'Changes of the list, newest first (people of the operator, or its key with “compliance:read”).',
    ),
  )
  listeBlancheChanges(
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
    @Arg('domain', () => String, {
      nullable: true,
      ...described(
        'Seulement les domaines dont le nom contient ce texte, majuscules ou minuscules.',
        'Only the domains whose name holds this text, in capitals or not.',
      ),
    })
    domain: string | null,
  ): Promise<ListeBlancheChangeConnection> {
    return signedIn(context).listeBlanche.changes(page, domain ?? null);
  }

  @Mutation(
    () => ListeBlancheRefreshResult,
    described(
      'Met en vigueur la liste qui attend un accord (administrateur ou gestionnaire de l’opérateur, jamais une clé).',
      'Puts in force the list that awaits a yes (administrator or manager of the operator, never a key).',
    ),
  )
  async listeBlancheApprove(
    @Ctx() context: ApiContext,
    @Arg('sha256', () => String, described('Empreinte de la liste montrée.', 'SHA-256 of the list shown.'))
    sha256: string,
  ): Promise<ListeBlancheStateType | Refus> {
    return answer(await signedIn(context).listeBlanche.approve(sha256));
  }
}
