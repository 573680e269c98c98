import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import {
  OpenPortalSessionResult,
  SecoursAccessResult,
  SecoursEnrolmentResult,
  SecoursPolicyResult,
} from '../../types/results.js';
import type { SecoursAccessType, SecoursEnrolmentType, SecoursPolicyType } from '../../types/secours.js';
import type { PortalSessionType } from '../../types/session.js';
import { answer } from '../answer.js';

const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');

/** Coming in without Pro Santé Connect (RE_LPS_0100). */
@Resolver()
export class SecoursOperations {
  @Query(
    () => Boolean,
    described(
      'Vrai si une structure au moins a ouvert l’accès de secours.',
      'True when one structure at least opened backup access.',
    ),
  )
  secoursOffered(@Ctx() context: ApiContext): Promise<boolean> {
    return context.sessions.offersSecours();
  }

  @Mutation(
    () => OpenPortalSessionResult,
    described(
      'Ouvre une session du portail sans Pro Santé Connect, pour une heure au plus.',
      'Opens a portal session without Pro Santé Connect, for an hour at most.',
    ),
  )
  async openPortalSessionBySecours(
    @Ctx() context: ApiContext,
    @Arg(
      'address',
      () => String,
      described('Adresse d’une BAL de la personne.', 'Address of one of the person’s BAL.'),
    )
    address: string,
    @Arg('passphrase', () => String, described('Phrase de passe.', 'Passphrase.')) passphrase: string,
    @Arg('code', () => String, described('Code à six chiffres.', 'Six-digit code.')) code: string,
  ): Promise<PortalSessionType | Refus> {
    return answer(await context.sessions.openBySecours(address, passphrase, code));
  }

  @Mutation(
    () => SecoursEnrolmentResult,
    described(
      'Prépare l’accès de secours de la personne qui appelle ; le précédent prend fin.',
      'Prepares the backup access of the calling person; the former one ends.',
    ),
  )
  async secoursEnrol(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
  ): Promise<SecoursEnrolmentType | Refus> {
    return answer(await signedIn(context).secours.enrol(structureId));
  }

  @Mutation(
    () => SecoursAccessResult,
    described('Confirme l’accès de secours par un premier code.', 'Confirms backup access by a first code.'),
  )
  async secoursConfirm(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('code', () => String, described('Code à six chiffres.', 'Six-digit code.')) code: string,
  ): Promise<SecoursAccessType | Refus> {
    return answer(await signedIn(context).secours.confirm(structureId, code));
  }

  @Mutation(
    () => SecoursAccessResult,
    described(
      'Révoque l’accès de secours de la personne qui appelle.',
      'Revokes the backup access of the calling person.',
    ),
  )
  async secoursRevoke(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
  ): Promise<SecoursAccessType | Refus> {
    return answer(await signedIn(context).secours.revoke(structureId));
  }

  @Mutation(
    () => SecoursPolicyResult,
    described(
      'Ouvre ou ferme l’accès de secours de la structure ; le fermer met fin aux sessions qu’il a ouvertes.',
      'Switches the backup access of the structure; off ends the sessions it opened.',
    ),
  )
  async secoursTurn(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg('on', () => Boolean, described('Ouvert ou fermé.', 'On or off.')) on: boolean,
  ): Promise<SecoursPolicyType | Refus> {
    return answer(await signedIn(context).secours.turn(structureId, on));
  }

  @Mutation(
    () => SecoursPolicyResult,
    described(
      'Révoque l’accès de secours d’une personne de la structure.',
      'Revokes the backup access of a person of the structure.',
    ),
  )
  async secoursRevokeOf(
    @Ctx() context: ApiContext,
    @Arg('structureId', () => ID, STRUCTURE_ID) structureId: string,
    @Arg(
      'idNat',
      () => String,
      described('Identifiant national de la personne.', 'National identifier of the person.'),
    )
    idNat: string,
  ): Promise<SecoursPolicyType | Refus> {
    return answer(await signedIn(context).secours.revokeOf(structureId, idNat));
  }
}
