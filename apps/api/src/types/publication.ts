import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BalDeclarationType } from './bal-declaration.js';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { PublicationAnomalyType } from './publication-anomaly.js';
import { DateTime } from './scalars.js';

export enum BalPublicationStateName {
  NOT_PUBLISHED = 'notPublished',
  PENDING = 'pending',
  DECLARED = 'declared',
  ACCEPTED = 'accepted',
  REJECTED = 'rejected',
}
registerEnumType(BalPublicationStateName, {
  name: 'BalPublicationState',
  ...described('Où en est une BAL dans l’Annuaire Santé.', 'Where a BAL stands in the Annuaire Santé.'),
  valuesConfig: {
    NOT_PUBLISHED: described('Elle n’a pas à l’être.', 'It is not to be.'),
    PENDING: described('Ce qu’elle est partira au prochain envoi.', 'What it is leaves with the next feed.'),
    DECLARED: described('Envoyée ; le compte-rendu est attendu.', 'Sent; the report is awaited.'),
    ACCEPTED: described('Publiée.', 'Published.'),
    REJECTED: described('Rejetée par l’Annuaire.', 'Rejected by the Annuaire.'),
  },
});

export enum ListeRougeCauseName {
  CHOICE = 'choice',
  INACTIVITY = 'inactivity',
  STRUCTURE = 'structure',
}
registerEnumType(ListeRougeCauseName, {
  name: 'ListeRougeCause',
  ...described('Pourquoi une BAL est en liste rouge.', 'Why a BAL is on the liste rouge.'),
  valuesConfig: {
    CHOICE: described('Choix de ses titulaires.', 'Choice of its holders.'),
    INACTIVITY: described(
      'Personne ne l’ouvre : dépubliée pour cause d’inactivité.',
      'Nobody opens it: hidden for inactivity.',
    ),
    STRUCTURE: described(
      'BAL applicative que la structure tient hors de vue.',
      'Applicative BAL that the structure keeps out of sight.',
    ),
  },
});

@ObjectType(
  'BalDirectorySettings',
  shown('Ce que l’Annuaire Santé doit savoir d’une BAL.', 'What the Annuaire Santé must know of a BAL.'),
)
export class BalDirectorySettingsType {
  @Field(() => String, {
    nullable: true,
    ...described('Service de rattachement.', 'Service of the structure.'),
  })
  service!: string | null;

  @Field(() => Int, {
    nullable: true,
    ...described(
      'Rang parmi les BAL de son titulaire, 1 pour la préférée.',
      'Rank among the BAL of its holder, 1 for the preferred one.',
    ),
  })
  rank!: number | null;

  @Field(
    () => Boolean,
    described('Vrai si la structure la tient hors de vue.', 'True when the structure keeps it out of sight.'),
  )
  isHidden!: boolean;

  @Field(() => String, { nullable: true, ...described('Civilité d’exercice (R11).', 'Title (R11).') })
  civility!: string | null;

  @Field(() => String, { nullable: true, ...described('Profession (G15).', 'Profession (G15).') })
  profession!: string | null;

  @Field(() => String, { nullable: true, ...described('Spécialité.', 'Speciality.') })
  speciality!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand l’accord de l’ANS a été demandé.', 'When the approval of the ANS was asked for.'),
  })
  approvalAskedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, ...described('Quand l’ANS l’a donné.', 'When the ANS gave it.') })
  approvedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    ...described('Référence de cet accord.', 'Reference of that approval.'),
  })
  approvalReference!: string | null;

  @Field(() => Int, described('Version, à rendre pour les changer.', 'Version, to give back to change them.'))
  version!: number;
}

export enum PublicationExclusionReason {
  TEST = 'test',
  NOT_OPEN = 'notOpen',
  PATIENT = 'patient',
  NOBODY_ANSWERS = 'nobodyAnswers',
  HOLDER_NOT_NATIONAL = 'holderNotNational',
  HOLDER_WITHOUT_PLACE = 'holderWithoutPlace',
  PRACTICE_NOT_NATIONAL = 'practiceNotNational',
  DOMAIN_WITHDRAWN = 'domainWithdrawn',
  KEPT_BACK = 'keptBack',
}
registerEnumType(PublicationExclusionReason, {
  name: 'PublicationExclusionReason',
  ...described(
    'Pourquoi une BAL n’est pas publiée dans l’Annuaire Santé.',
    'Why a BAL is not published in the Annuaire Santé.',
  ),
  valuesConfig: {
    TEST: described('BAL de test.', 'A test BAL.'),
    NOT_OPEN: described('BAL en attente, suspendue ou supprimée.', 'A pending, suspended or deleted BAL.'),
    PATIENT: described('BAL d’usager.', 'A BAL of a patient.'),
    NOBODY_ANSWERS: described('Personne n’en répond aujourd’hui.', 'Nobody answers for it today.'),
    HOLDER_NOT_NATIONAL: described(
      'Qui en répond n’a ni RPPS ni ADELI : l’ANS doit d’abord l’approuver.',
      'Who answers for it has neither RPPS nor ADELI number: the ANS must approve it first.',
    ),
    HOLDER_WITHOUT_PLACE: described(
      'Qui en répond n’a ni RPPS ni ADELI, et elle n’est rattachée à aucun site : l’ANS ne peut pas encore l’approuver.',
      'Who answers for it has neither RPPS nor ADELI number, and it has no place: the ANS cannot approve it yet.',
    ),
    PRACTICE_NOT_NATIONAL: described(
      'BAL d’un cabinet dont le responsable n’a ni RPPS ni ADELI : aucun accord n’y change rien.',
      'A BAL of a practice whose responsible person has neither RPPS nor ADELI number: no approval changes that.',
    ),
    DOMAIN_WITHDRAWN: described(
      'Son domaine est en cours de retrait : plus rien n’y est déclaré.',
      'Its domain is being withdrawn: nothing of it is declared any more.',
    ),
    KEPT_BACK: described(
      'Retenue : envoyée, elle ferait refuser tout le message.',
      'Kept back: sent, it would have the whole message refused.',
    ),
  },
});

export enum PublicationSubject {
  ADDRESS = 'address',
  KIND = 'kind',
  HOLDERS = 'holders',
  PLACE = 'place',
  DESCRIPTION = 'description',
  LISTE_ROUGE = 'listeRouge',
}
registerEnumType(PublicationSubject, {
  name: 'PublicationSubject',
  ...described('Ce qu’il faut corriger dans une BAL.', 'What is to be corrected of a BAL.'),
  valuesConfig: {
    ADDRESS: described('Son adresse.', 'Its address.'),
    KIND: described('Son type.', 'Its kind.'),
    HOLDERS: described(
      'Qui la tient : identifiant, nom, profession.',
      'Who holds it: identifier, name, profession.',
    ),
    PLACE: described('Le site auquel elle est rattachée.', 'The place it is attached to.'),
    DESCRIPTION: described('Sa description.', 'Its description.'),
    LISTE_ROUGE: described('Le choix de la liste rouge.', 'The choice of the liste rouge.'),
  },
});

@ObjectType(
  'PublicationFinding',
  shown(
    'Ce que l’Annuaire Santé reprocherait à une BAL.',
    'What the Annuaire Santé would hold against a BAL.',
  ),
)
export class PublicationFindingType {
  @Field(() => ID, described('Identifiant de la BAL.', 'Identifier of the BAL.'))
  balId!: string;

  @Field(() => String, described('Adresse de la BAL.', 'Address of the BAL.'))
  address!: string;

  @Field(() => String, described('Contrôle du Référentiel, RG_CTR_030.', 'Control of the text, RG_CTR_030.'))
  rule!: string;

  @Field(() => String, {
    nullable: true,
    ...described('Code qu’aurait l’anomalie, MSS029.', 'Code that the anomaly would have, MSS029.'),
  })
  code!: string | null;

  @Field(
    () => Boolean,
    described(
      'Vrai si la BAL ne serait pas publiée ; faux pour un avertissement.',
      'True when the BAL would not be published; false for a warning.',
    ),
  )
  isBlocking!: boolean;

  @Field(() => PublicationSubject, described('Ce qu’il faut corriger.', 'What is to be corrected.'))
  subject!: PublicationSubject;

  @Field(() => String, described('Ce qui ne va pas, en français.', 'What is wrong, in French.'))
  message!: string;

  @Field(() => String, described('Ce qui ne va pas, en anglais.', 'What is wrong, in English.'))
  messageEn!: string;

  @Field(() => String, described('Que faire, en français.', 'What to do, in French.'))
  remedy!: string;

  @Field(() => String, described('Que faire, en anglais.', 'What to do, in English.'))
  remedyEn!: string;
}

@ObjectType(
  'BalPublication',
  shown('Une BAL telle que l’Annuaire Santé la jugerait.', 'A BAL as the Annuaire Santé would judge it.'),
)
export class BalPublicationType {
  @Field(() => BalPublicationStateName, described('Où elle en est.', 'Where it stands.'))
  state!: BalPublicationStateName;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Quand ce qu’elle est a été envoyé.', 'When what it is was sent.'),
  })
  declaredAt!: Date | null;

  @Field(
    () => [PublicationAnomalyType],
    described('Ce que le dernier compte-rendu lui reproche.', 'What the last report holds against it.'),
  )
  anomalies!: readonly PublicationAnomalyType[];

  @Field(
    () => [ListeRougeCauseName],
    described('Pourquoi elle est en liste rouge.', 'Why it is on the liste rouge.'),
  )
  listeRougeCauses!: readonly ListeRougeCauseName[];

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Quand elle sera dépubliée pour cause d’inactivité si personne ne s’y connecte d’ici là ; absent si rien n’est annoncé.',
      'When it is unpublished for inactivity unless somebody signs in before; none when nothing is announced.',
    ),
  })
  unpublishedFrom!: Date | null;

  @Field(
    () => BalDirectorySettingsType,
    described('Ce que l’Annuaire doit en savoir.', 'What the Annuaire must know of it.'),
  )
  settings!: BalDirectorySettingsType;

  @Field(() => PublicationExclusionReason, {
    nullable: true,
    ...described(
      'Pourquoi elle n’est pas publiée ; absent si elle l’est.',
      'Why it is not published; none when it is.',
    ),
  })
  exclusion!: PublicationExclusionReason | null;

  @Field(
    () => Boolean,
    described(
      'Vrai si elle est publiée sans être montrée.',
      'True when it is published without being shown.',
    ),
  )
  isOnListeRouge!: boolean;

  @Field(
    () => [PublicationFindingType],
    described(
      'Tout ce qui lui serait reproché, sans attendre que le reste soit corrigé.',
      'All that would be held against it, without waiting for the rest to be corrected.',
    ),
  )
  findings!: readonly PublicationFindingType[];

  @Field(() => BalDeclarationType, {
    nullable: true,
    ...described(
      'Ce que le prochain envoi en dit ; absent si elle n’est pas publiée, et d’une clé sans la portée « access:read ».',
      'What the next feed tells of it; none when it is not published, and for a key without the scope “access:read”.',
    ),
  })
  declaration!: BalDeclarationType | null;
}

@ObjectType(
  'PublicationExclusion',
  shown('BAL qui ne sont pas publiées pour une même raison.', 'BAL not published for one reason.'),
)
export class PublicationExclusionType {
  @Field(() => PublicationExclusionReason, described('La raison.', 'The reason.'))
  reason!: PublicationExclusionReason;

  @Field(() => Int, described('Combien de BAL.', 'How many BAL.'))
  count!: number;
}

@ObjectType(shown('Un constat d’une liste et son curseur.', 'A finding of a list and its cursor.'))
class PublicationFindingEdge extends edgeOf(PublicationFindingType) {}

@ObjectType(shown('Une page de constats.', 'One page of findings.'))
export class PublicationFindingConnection extends connectionOf(PublicationFindingEdge) {}

@ObjectType(
  'PublicationPreview',
  shown(
    'Ce que la structure déclarerait à l’Annuaire Santé sur un domaine, si c’était maintenant ; rien n’est envoyé.',
    'What the structure would declare to the Annuaire Santé on a domain, were it now; nothing is sent.',
  ),
)
export class PublicationPreviewType {
  @Field(() => String, described('Le domaine.', 'The domain.'))
  domain!: string;

  @Field(() => Int, described('BAL déclarées.', 'BAL declared.'))
  declared!: number;

  @Field(() => Int, described('Parmi elles, en liste rouge.', 'Those of them on the liste rouge.'))
  onListeRouge!: number;

  @Field(
    () => Int,
    described('Parmi elles, que l’Annuaire rejetterait.', 'Those of them that the Annuaire would reject.'),
  )
  blocked!: number;

  @Field(
    () => Int,
    described('Parmi elles, acceptées avec un avertissement.', 'Those of them accepted with a warning.'),
  )
  warned!: number;

  @Field(
    () => Int,
    described(
      'Retenues : envoyées, elles feraient refuser tout le message.',
      'Kept back: sent, they would have the whole message refused.',
    ),
  )
  keptBack!: number;

  @Field(
    () => [PublicationExclusionType],
    described('BAL qui ne sont pas déclarées, par raison.', 'BAL that are not declared, by reason.'),
  )
  exclusions!: readonly PublicationExclusionType[];

  @Field(
    () => [String],
    described(
      'Contrôles que seul le contenu de l’Annuaire Santé permet, et qui ne sont pas faits ici.',
      'Controls that only the contents of the Annuaire Santé allow, and that are not made here.',
    ),
  )
  unchecked!: readonly string[];
}
