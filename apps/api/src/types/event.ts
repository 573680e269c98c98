import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

export enum EventKindName {
  DELIVERY = 'delivery',
  BAL = 'bal',
  RIGHTS = 'rights',
  PUBLICATION = 'publication',
  CERTIFICATE = 'certificate',
  WHITELIST = 'whitelist',
  STATISTICS = 'statistics',
  INCIDENT = 'incident',
}
registerEnumType(EventKindName, {
  name: 'EventKind',
  ...described('Ce dont parle un événement.', 'What an event is about.'),
  valuesConfig: {
    DELIVERY: described('Remises de messages.', 'Deliveries of messages.'),
    BAL: described('Vie des BAL.', 'Life of the BAL.'),
    RIGHTS: described(
      'Personnes, rôles, droits sur les BAL, clés d’API et webhooks.',
      'People, roles, rights on BAL, API keys and webhooks.',
    ),
    PUBLICATION: described('Publication à l’Annuaire Santé.', 'Publication in the Annuaire Santé.'),
    CERTIFICATE: described('Certificats et listes de révocation.', 'Certificates and revocation lists.'),
    WHITELIST: described('Liste blanche MSSanté.', 'MSSanté whitelist.'),
    STATISTICS: described('Indicateurs transmis à l’ANS.', 'Indicators sent to the ANS.'),
    INCIDENT: described('Incidents et conformité.', 'Incidents and conformity.'),
  },
});

@ObjectType(
  'EventFact',
  shown(
    'Un fait d’un événement : un identifiant, un mot ou un oui.',
    'One fact of an event: an id, a word or a yes.',
  ),
)
export class EventFactType {
  @Field(() => String, described('Nom du fait.', 'Name of the fact.'))
  name!: string;

  @Field(() => String, described('Valeur, en texte.', 'Value, as text.'))
  value!: string;
}

@ObjectType(
  'StructureEvent',
  shown(
    'Ce qui est arrivé dans une structure : des identifiants, jamais de contenu.',
    'Something that happened in a structure: ids, never content.',
  ),
)
export class StructureEventType {
  @Field(
    () => ID,
    described(
      'Identifiant de l’événement, le même dans un webhook (« webhook-id »).',
      'Identifier of the event, the same in a webhook (“webhook-id”).',
    ),
  )
  id!: string;

  @Field(() => EventKindName, described('De quoi il parle.', 'What it is about.'))
  kind!: EventKindName;

  @Field(
    () => String,
    described(
      'Ce qui est arrivé, par exemple « delivery.failed ».',
      'What happened, for instance “delivery.failed”.',
    ),
  )
  type!: string;

  @Field(() => DateTime, described('Moment.', 'When.'))
  at!: Date;

  @Field(() => ID, {
    nullable: true,
    ...described(
      'Ce à quoi c’est arrivé : la remise, la BAL, la clé, l’événement de conformité…',
      'What it happened to: the delivery, the BAL, the key, the compliance event…',
    ),
  })
  subjectId!: string | null;

  @Field(() => ID, {
    nullable: true,
    ...described('BAL concernée, s’il y en a une.', 'BAL concerned, if any.'),
  })
  balId!: string | null;

  @Field(() => [EventFactType], described('Autres faits.', 'Other facts.'))
  facts!: EventFactType[];

  @Field(
    () => String,
    described(
      'Curseur opaque : à rendre dans « after » pour reprendre juste après cet événement.',
      'Opaque cursor: give it back in “after” to resume just behind this event.',
    ),
  )
  cursor!: string;
}

@ObjectType(shown('Événement et son curseur.', 'An event and its cursor.'))
export class StructureEventEdge extends edgeOf(StructureEventType) {}

@ObjectType(shown('Une page d’événements, les plus anciens d’abord.', 'A page of events, oldest first.'))
export class StructureEventConnection extends connectionOf(StructureEventEdge) {}
