import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { ApiContext } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import {
  type ManagerSignedInType,
  ManagerSignInOfferType,
  type ManagerSignInType,
} from '../../types/manager-sign-in.js';
import type { Refus } from '../../types/refus.js';
import { ManagerSignedInResult, ManagerSignInResult } from '../../types/results.js';
import { answer } from '../answer.js';

/** Asked by nobody known yet. */
@Resolver()
export class ManagerSignInOperations {
  @Query(
    () => Boolean,
    described(
      'Vrai si une structure au moins laisse entrer ses gestionnaires par son propre fournisseur.',
      'True when one structure at least lets its managers in by its own provider.',
    ),
  )
  managerSignInOffered(@Ctx() context: ApiContext): Promise<boolean> {
    return context.managers.isOffered();
  }

  @Query(
    () => [ManagerSignInOfferType],
    described(
      'Structures où le domaine de cette adresse permet de se connecter, dix au plus.',
      'Structures where the domain of that address lets sign in, ten at most.',
    ),
  )
  managerSignInOffers(
    @Ctx() context: ApiContext,
    @Arg('email', () => String, described('Adresse professionnelle.', 'Professional address.')) email: string,
  ): Promise<readonly ManagerSignInOfferType[]> {
    return context.managers.offers(email);
  }

  @Mutation(
    () => ManagerSignInResult,
    described(
      'Commence la connexion d’un gestionnaire par le fournisseur de sa structure ; elle doit aboutir en dix minutes.',
      'Begins the sign-in of a manager by the provider of their structure; it must end within ten minutes.',
    ),
  )
  async managerSignInStart(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, described('Identifiant de la structure.', 'Identifier of the structure.'))
    structureId: string,
    @Arg(
      'returnTo',
      () => String,
      described('Page du portail où revenir (chemin).', 'Page of the portal to come back to (path).'),
    )
    returnTo: string,
  ): Promise<ManagerSignInType | Refus> {
    return answer(await context.managers.start(structureId, returnTo));
  }

  @Mutation(
    () => ManagerSignedInResult,
    described(
      'Termine la connexion d’un gestionnaire avec ce que le fournisseur a répondu.',
      'Ends the sign-in of a manager with what the provider answered.',
    ),
  )
  async managerSignInFinish(
    @Ctx() context: ApiContext,
    @Arg('state', () => String, described('« state » de la réponse.', '“state” of the answer.'))
    state: string,
    @Arg('code', () => String, described('« code » de la réponse.', '“code” of the answer.')) code: string,
    @Arg('iss', () => String, {
      nullable: true,
      ...described('« iss » de la réponse.', '“iss” of the answer.'),
    })
    iss: string | null,
    @Arg('binding', () => String, described('Valeur gardée par le navigateur.', 'Value kept by the browser.'))
    binding: string,
  ): Promise<ManagerSignedInType | Refus> {
    return answer(await context.managers.finish({ state, code, iss: iss ?? null, binding }));
  }
}
