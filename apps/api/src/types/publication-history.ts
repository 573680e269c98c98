import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
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

@ObjectType(
  'HeldPublication',
  shown(
    'Un envoi qui retirerait beaucoup de BAL d’un domaine et attend un accord.',
    'A feed that would remove many BAL of a domain and waits for a yes.',
  ),
)
export class HeldPublicationType {
  @Field(() => ID, described('Identifiant.', 'Identifier.'))
  id!: string;

  @Field(() => String, described('Domaine.', 'Domain.'))
  domain!: string;

  @Field(() => DateTime, described('Depuis quand.', 'Since when.'))
  begunAt!: Date;

  @Field(() => Int, described('BAL qui resteraient déclarées.', 'BAL that would stay declared.'))
  declared!: number;

  @Field(() => Int, described('BAL retirées.', 'BAL removed.'))
  removed!: number;

  @Field(
    () => Boolean,
    described(
      'Vrai quand l’accord est donné : il part au prochain envoi.',
      'True once the yes is given: it leaves with the next feed.',
    ),
  )
  isApproved!: boolean;
}

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
