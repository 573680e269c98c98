import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

export enum PublicationCorrectionState {
  PROPOSED = 'proposed',
  APPLIED = 'applied',
  DECLINED = 'declined',
  GONE = 'gone',
}
registerEnumType(PublicationCorrectionState, {
  name: 'PublicationCorrectionState',
  ...described('Ce qui a été décidé d’une correction.', 'What was decided of a correction.'),
  valuesConfig: {
    PROPOSED: described('Attend une réponse.', 'Waits for an answer.'),
    APPLIED: described('Acceptée et appliquée.', 'Accepted and applied.'),
    DECLINED: described('Refusée.', 'Declined.'),
    GONE: described('L’Annuaire ne la demande plus.', 'The Annuaire asks for it no more.'),
  },
});

@ObjectType(
  'PublicationCorrection',
  shown(
    'Ce que l’Annuaire Santé connaît autrement d’une personne. Rien n’est appliqué sans accord.',
    'What the Annuaire Santé knows otherwise of a person. Nothing is applied without a yes.',
  ),
)
export class PublicationCorrectionType {
  @Field(() => ID, described('Identifiant.', 'Identifier.'))
  id!: string;

  @Field(() => ID, described('BAL dont elle répond.', 'BAL that they answer for.'))
  balId!: string;

  @Field(() => String, described('Adresse de cette BAL.', 'Address of that BAL.'))
  address!: string;

  @Field(() => ID, described('Identifiant de la personne.', 'Identifier of the person.'))
  personId!: string;

  @Field(() => String, described('Son numéro et son nom ici.', 'Their number and name here.'))
  ours!: string;

  @Field(
    () => String,
    described(
      'Ce que l’Annuaire connaît : un numéro, ou un nom.',
      'What the Annuaire knows: a number, or a name.',
    ),
  )
  theirs!: string;

  @Field(
    () => Boolean,
    described('Vrai pour un numéro, faux pour un nom.', 'True for a number, false for a name.'),
  )
  isOfNumber!: boolean;

  @Field(() => PublicationCorrectionState, described('Où elle en est.', 'Where it stands.'))
  state!: PublicationCorrectionState;

  @Field(() => DateTime, described('Depuis quand.', 'Since when.'))
  proposedAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand elle a été décidée.', 'When it was decided.'),
  })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, ...described('Par qui.', 'By whom.') })
  decidedBy!: string | null;
}

@ObjectType(shown('Une correction d’une liste et son curseur.', 'A correction of a list and its cursor.'))
class PublicationCorrectionEdge extends edgeOf(PublicationCorrectionType) {}

@ObjectType(shown('Une page de corrections.', 'One page of corrections.'))
export class PublicationCorrectionConnection extends connectionOf(PublicationCorrectionEdge) {}
