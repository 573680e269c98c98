import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'PublicationAnomaly',
  shown(
    'Ce que l’Annuaire Santé reproche à une BAL, tant qu’un compte-rendu le dit.',
    'What the Annuaire Santé holds against a BAL, as long as a report says it.',
  ),
)
export class PublicationAnomalyType {
  @Field(() => ID, described('Identifiant.', 'Identifier.'))
  id!: string;

  @Field(() => String, described('Domaine.', 'Domain.'))
  domain!: string;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Adresse ; absente d’un reproche fait au domaine.',
      'Address; none when it is of the domain.',
    ),
  })
  address!: string | null;

  @Field(() => ID, { nullable: true, ...described('Identifiant de la BAL.', 'Identifier of the BAL.') })
  balId!: string | null;

  @Field(() => String, described('Code, MSS008.', 'Code, MSS008.'))
  code!: string;

  @Field(() => Boolean, described('Vrai si la BAL n’est pas publiée.', 'True when the BAL is not published.'))
  isBlocking!: boolean;

  @Field(() => String, described('Les mots de l’Annuaire.', 'The Annuaire’s own words.'))
  motive!: string;

  @Field(() => String, described('Ce qui ne va pas, en français.', 'What is wrong, in French.'))
  message!: string;

  @Field(() => String, described('Ce qui ne va pas, en anglais.', 'What is wrong, in English.'))
  messageEn!: string;

  @Field(() => String, described('Que faire, en français.', 'What to do, in French.'))
  remedy!: string;

  @Field(() => String, described('Que faire, en anglais.', 'What to do, in English.'))
  remedyEn!: string;

  @Field(() => DateTime, described('Depuis quand.', 'Since when.'))
  since!: Date;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand un compte-rendu ne l’a plus dit.', 'When a report said it no more.'),
  })
  goneAt!: Date | null;
}

@ObjectType(shown('Une anomalie d’une liste et son curseur.', 'An anomaly of a list and its cursor.'))
class PublicationAnomalyEdge extends edgeOf(PublicationAnomalyType) {}

@ObjectType(shown('Une page d’anomalies.', 'One page of anomalies.'))
export class PublicationAnomalyConnection extends connectionOf(PublicationAnomalyEdge) {}

@InputType(described('Anomalies voulues.', 'Anomalies wanted.'))
export class PublicationAnomalyFilter {
  @Field(() => String, { nullable: true, ...described('De ce domaine.', 'Of that domain.') })
  domain?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Vrai : les rejets ; faux : les avertissements.', 'True: rejections; false: warnings.'),
  })
  isBlocking?: boolean | null;

  @Field(() => String, { nullable: true, ...described('De ce code.', 'Of that code.') })
  code?: string | null;

  @Field(() => ID, { nullable: true, ...described('De cette BAL.', 'Of that BAL.') })
  balId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Avec celles qui ont pris fin.', 'With those that ended.'),
  })
  withGone?: boolean | null;
}
