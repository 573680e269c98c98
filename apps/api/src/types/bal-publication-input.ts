import { Field, InputType, Int } from 'type-graphql';
import { described } from './described.js';
import { DateTime } from './scalars.js';

@InputType(
  described(
    'Ce que l’Annuaire Santé doit savoir d’une BAL ; ce qui est omis reste, un texte vide efface.',
    'What the Annuaire Santé must know of a BAL; what is left out stays, an empty text erases.',
  ),
)
export class BalPublicationInput {
  @Field(() => String, {
    nullable: true,
    ...described('Service de rattachement.', 'Service of the structure.'),
  })
  service?: string | null;

  @Field(() => Int, {
    nullable: true,
    ...described(
      'Rang parmi les BAL de son titulaire, 1 pour la préférée ; 0 pour aucun.',
      'Rank among the BAL of its holder, 1 for the preferred one; 0 for none.',
    ),
  })
  rank?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described(
      'Vrai pour tenir une BAL applicative hors de vue.',
      'True to keep an applicative BAL out of sight.',
    ),
  })
  isHidden?: boolean | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Civilité d’exercice d’un titulaire sans numéro national (R11).',
      'Title of a holder without national number (R11).',
    ),
  })
  civility?: string | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Profession d’un titulaire sans numéro national (G15).',
      'Profession of a holder without national number (G15).',
    ),
  })
  profession?: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Sa spécialité.', 'Their speciality.'),
  })
  speciality?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand l’accord de l’ANS a été demandé.', 'When the approval of the ANS was asked for.'),
  })
  approvalAskedAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand l’ANS l’a donné.', 'When the ANS gave it.'),
  })
  approvedAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    ...described('Référence de cet accord.', 'Reference of that approval.'),
  })
  approvalReference?: string | null;
}
