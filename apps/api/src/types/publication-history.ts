import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

export enum PublicationStateName {
  HELD = 'held',
  SENDING = 'sending',
  SENT = 'sent',
  REPORTED = 'reported',
  REFUSED = 'refused',
  MISSED = 'missed',
  UNREPORTED = 'unreported',
  LOST = 'lost',
}
registerEnumType(PublicationStateName, {
  name: 'PublicationState',
  ...described('Où en est un envoi à l’Annuaire Santé.', 'Where a feed to the Annuaire Santé stands.'),
  valuesConfig: {
    HELD: described(
      'Il retirerait beaucoup de BAL et attend un accord.',
      'It would remove many BAL and waits for a yes.',
    ),
    SENDING: described(
      'Sur le point de partir, ou repris jusqu’à la nuit.',
      'About to leave, or tried again until the night.',
    ),
    SENT: described('Reçu ; le compte-rendu est attendu.', 'Received; the report is awaited.'),
    REPORTED: described('Le compte-rendu a été lu.', 'The report was read.'),
    REFUSED: described('Refusé ; l’opérateur est prévenu.', 'Refused; the operator is told.'),
    MISSED: described(
      'La nuit est venue avant ; repris le soir suivant.',
      'The night came before; taken up the next evening.',
    ),
    UNREPORTED: described(
      'Le compte-rendu ne peut plus être retiré.',
      'The report cannot be fetched any more.',
    ),
    LOST: described('Perdu par l’Annuaire ; renvoyé en entier.', 'Lost by the Annuaire; sent again whole.'),
  },
});

export enum PublicationDifferenceKind {
  CREATED = 'created',
  CHANGED = 'changed',
  REMOVED = 'removed',
}
registerEnumType(PublicationDifferenceKind, {
  name: 'PublicationDifferenceKind',
  ...described('En quoi une BAL diffère entre deux envois.', 'How a BAL differs between two feeds.'),
  valuesConfig: {
    CREATED: described('Ajoutée.', 'Added.'),
    CHANGED: described('Dite autrement.', 'Said otherwise.'),
    REMOVED: described('Retirée.', 'Removed.'),
  },
});

@ObjectType(
  'PublicationDifference',
  shown('Une BAL qui diffère entre deux envois.', 'A BAL that differs between two feeds.'),
)
export class PublicationDifferenceType {
  @Field(() => String, described('Adresse.', 'Address.'))
  address!: string;

  @Field(() => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.'))
  balId!: string;

  @Field(() => PublicationDifferenceKind, described('En quoi elle diffère.', 'How it differs.'))
  kind!: PublicationDifferenceKind;
}

@ObjectType(shown('Une différence d’une liste et son curseur.', 'A difference of a list and its cursor.'))
class PublicationDifferenceEdge extends edgeOf(PublicationDifferenceType) {}

@ObjectType(shown('Une page de différences.', 'One page of differences.'))
export class PublicationDifferenceConnection extends connectionOf(PublicationDifferenceEdge) {}

@ObjectType(
  'Publication',
  shown(
    'Un envoi d’un domaine à l’Annuaire Santé, pour la part de la structure.',
    'A feed of a domain to the Annuaire Santé, as far as the structure is concerned.',
  ),
)
export class PublicationType {
  @Field(() => ID, described('Identifiant.', 'Identifier.'))
  id!: string;

  @Field(() => String, described('Domaine.', 'Domain.'))
  domain!: string;

  @Field(() => PublicationStateName, described('Où il en est.', 'Where it stands.'))
  state!: PublicationStateName;

  @Field(() => DateTime, described('Quand il a été préparé.', 'When it was made.'))
  begunAt!: Date;

  @Field(() => DateTime, { nullable: true, ...described('Quand il est parti.', 'When it left.') })
  sentAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand son compte-rendu a été lu.', 'When its report was read.'),
  })
  reportedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    ...described('Ticket donné par l’Annuaire.', 'Ticket that the Annuaire gave.'),
  })
  ticket!: string | null;

  @Field(
    () => Boolean,
    described('Vrai s’il vide un domaine qui est retiré.', 'True when it empties a domain being withdrawn.'),
  )
  isEmptying!: boolean;

  @Field(() => Int, described('BAL déclarées.', 'BAL declared.'))
  declared!: number;

  @Field(() => Int, described('Parmi elles, en liste rouge.', 'Those of them on the liste rouge.'))
  onListeRouge!: number;

  @Field(() => Int, described('BAL ajoutées.', 'BAL added.'))
  created!: number;

  @Field(() => Int, described('BAL dites autrement.', 'BAL said otherwise.'))
  changed!: number;

  @Field(() => Int, described('BAL retirées.', 'BAL removed.'))
  removed!: number;

  @Field(
    () => Int,
    described('Retenues, jugées mal écrites avant l’envoi.', 'Kept back, judged wrongly written before.'),
  )
  keptBack!: number;

  @Field(() => Int, {
    nullable: true,
    ...described(
      'Rejetées par l’Annuaire ; absent avant le compte-rendu.',
      'Rejected by the Annuaire; none before the report.',
    ),
  })
  rejected!: number | null;

  @Field(() => Int, {
    nullable: true,
    ...described('Acceptées avec un avertissement.', 'Accepted with a warning.'),
  })
  flagged!: number | null;

  @Field(() => String, {
    nullable: true,
    ...described('Code de ce qui n’a pas abouti, WSMSS15.', 'Code of what failed, WSMSS15.'),
  })
  faultCode!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Ce qui n’a pas abouti, en français.', 'What failed, in French.'),
  })
  fault!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Ce qui n’a pas abouti, en anglais.', 'What failed, in English.'),
  })
  faultEn!: string | null;
}

@ObjectType(shown('Un envoi d’une liste et son curseur.', 'A feed of a list and its cursor.'))
class PublicationEdge extends edgeOf(PublicationType) {}

@ObjectType(shown('Une page d’envois.', 'One page of feeds.'))
export class PublicationConnection extends connectionOf(PublicationEdge) {}
