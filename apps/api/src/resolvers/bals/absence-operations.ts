import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { AbsenceInput, AbsenceType } from '../../types/absence.js';
import { BalType } from '../../types/bal.js';
import { described } from '../../types/described.js';
import type { Refus } from '../../types/refus.js';
import { BalResult } from '../../types/results.js';
import { answer } from '../answer.js';

const BAL_ID = described('Identifiant de la BAL.', 'Identifier of the BAL.');

/** Absences, by those who answer for a BAL. */
@Resolver(() => BalType)
export class AbsenceOperations {
  @FieldResolver(() => AbsenceType, {
    nullable: true,
    ...described(
      'Réponse d’absence ; seuls ceux qui répondent de la BAL la voient.',
      'What it answers while away; seen by those who answer for the BAL alone.',
    ),
  })
  absence(@Root() bal: BalType, @Ctx() context: ApiContext): Promise<AbsenceType | null> {
    return signedIn(context).absences.of(bal.id);
  }

  @Mutation(
    () => BalResult,
    described(
      'Choisit ce qu’une BAL répond en l’absence de ses titulaires, une fois par semaine à chacun, dans l’Espace de Confiance seulement.',
      'Chooses what a BAL answers while its holders are away, once a week to each, within the trust space alone.',
    ),
  )
  async balAbsenceSet(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg(
      'version',
      () => Int,
      described('Version lue ; 0 s’il n’y en avait pas.', 'The version that was read; 0 for none.'),
    )
    version: number,
    @Arg('absence', () => AbsenceInput, described('La réponse.', 'The answer.')) absence: AbsenceInput,
  ): Promise<BalType | Refus> {
    const { startsAt, endsAt, title, text } = absence;
    const request = { version, startsAt, endsAt: endsAt ?? null, title: title ?? '', text };
    return answer(await signedIn(context).absences.set(balId, request));
  }

  @Mutation(
    () => BalResult,
    described('Met fin à la réponse d’absence d’une BAL.', 'Ends what a BAL answers while away.'),
  )
  async balAbsenceEnd(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
  ): Promise<BalType | Refus> {
    return answer(await signedIn(context).absences.end(balId));
  }
}
