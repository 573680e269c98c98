import { Field, ID, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { SeverityName } from './enums.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

@ObjectType('ComplianceFact', shown('Un fait d’un événement.', 'One fact of an event.'))
export class ComplianceFactType {
  @Field(() => String, described('Nom du fait.', 'Name of the fact.'))
  name!: string;

  @Field(() => String, described('Valeur, en texte.', 'Value, as text.'))
  value!: string;
}

@ObjectType(
  'ComplianceEvent',
  shown('Événement de conformité d’une structure.', 'Compliance event of a structure.'),
)
export class ComplianceEventType {
  @Field(() => ID, described('Identifiant de l’événement.', 'Identifier of the event.'))
  id!: string;

  @Field(
    () => String,
    described('Nature, par exemple « listeBlanche.refused ».', 'Kind, for instance “listeBlanche.refused”.'),
  )
  kind!: string;

  @Field(() => String, described('Phrase à montrer, en français.', 'Sentence to show, in French.'))
  title!: string;

  @Field(() => SeverityName, described('Gravité.', 'Severity.'))
  severity!: SeverityName;

  @Field(() => DateTime, described('Moment.', 'When.'))
  at!: Date;

  @Field(
    () => [ComplianceFactType],
    described('Faits utiles ; jamais de contenu de message.', 'Useful facts; never message content.'),
  )
  facts!: ComplianceFactType[];
}

@ObjectType(shown('Événement et son curseur.', 'An event and its cursor.'))
export class ComplianceEventEdge extends edgeOf(ComplianceEventType) {}

@ObjectType(shown('Une page d’événements, les plus récents d’abord.', 'A page of events, newest first.'))
export class ComplianceEventConnection extends connectionOf(ComplianceEventEdge) {}
