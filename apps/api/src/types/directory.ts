import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

export enum DirectoryBalKindName {
  PER = 'PER',
  ORG = 'ORG',
  APP = 'APP',
  CAB = 'CAB',
  OTHER = 'other',
}
registerEnumType(DirectoryBalKindName, {
  name: 'DirectoryBalKind',
  ...described('Type d’une BAL dans l’Annuaire Santé.', 'Kind of a BAL in the Annuaire Santé.'),
  valuesConfig: {
    PER: described('Personnelle.', 'Personal.'),
    ORG: described('Organisationnelle.', 'Organisational.'),
    APP: described('Applicative.', 'Applicative.'),
    CAB: described('De cabinet.', 'Of a practice.'),
    OTHER: described('Un type que nous ne connaissons pas encore.', 'A kind that we do not know yet.'),
  },
});

export enum DirectoryOriginName {
  LOCAL = 'local',
  EXTRACTION = 'extraction',
  LDAP = 'ldap',
  FHIR = 'fhir',
}
registerEnumType(DirectoryOriginName, {
  name: 'DirectoryOrigin',
  ...described('D’où vient une réponse de l’annuaire.', 'Where an answer of the directory comes from.'),
  valuesConfig: {
    LOCAL: described('Les BAL de cet opérateur.', 'The BAL of this operator.'),
    EXTRACTION: described(
      'La copie quotidienne de l’Annuaire Santé.',
      'The daily copy of the Annuaire Santé.',
    ),
    LDAP: described('L’Annuaire Santé, par LDAP.', 'The Annuaire Santé, by LDAP.'),
    FHIR: described('L’Annuaire Santé, par FHIR.', 'The Annuaire Santé, by FHIR.'),
  },
});

export enum DirectoryMatchName {
  EXACT = 'exact',
  PREFIX = 'prefix',
  CONTAINS = 'contains',
  CLOSE = 'close',
}
registerEnumType(DirectoryMatchName, {
  name: 'DirectoryMatch',
  ...described('Comment une BAL répond à la recherche.', 'How a BAL answers the search.'),
  valuesConfig: {
    EXACT: described('Par les mots tapés.', 'By the words typed.'),
    PREFIX: described('Par leur début.', 'By their beginning.'),
    CONTAINS: described('Ils y figurent au milieu d’un mot.', 'They stand inside a word.'),
    CLOSE: described('À une ou deux lettres près.', 'But for a letter or two.'),
  },
});

export enum DirectoryTroubleName {
  ABSENT = 'absent',
  LATE = 'late',
  UNAVAILABLE = 'unavailable',
}
registerEnumType(DirectoryTroubleName, {
  name: 'DirectoryTrouble',
  ...described('Pourquoi un annuaire n’a pas répondu.', 'Why a directory did not answer.'),
  valuesConfig: {
    ABSENT: described('Aucune copie n’est encore là.', 'No copy is there yet.'),
    LATE: described('Il n’a pas répondu à temps.', 'It did not answer in time.'),
    UNAVAILABLE: described('Il ne répond pas.', 'It does not answer.'),
  },
});

@ObjectType(
  'DirectoryTerm',
  shown('Un code d’une nomenclature, et ce qu’il dit.', 'A code of a terminology, and what it says.'),
)
export class DirectoryTermType {
  @Field(() => String, { nullable: true, ...described('Code, s’il est donné.', 'Code, when it is given.') })
  code!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Libellé, s’il est donné.', 'Label, when it is given.'),
  })
  label!: string | null;
}

@ObjectType(
  'DirectoryPlace',
  shown('La structure à laquelle une BAL est rattachée.', 'The structure that a BAL is attached to.'),
)
export class DirectoryPlaceType {
  @Field(() => String, { nullable: true, ...described('Raison sociale ou nom.', 'Its name.') })
  name!: string | null;

  @Field(() => String, { nullable: true, ...described('Service de rattachement.', 'The service.') })
  service!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('1 pour FINESS, 2 pour SIREN, 3 pour SIRET.', '1 for FINESS, 2 for SIREN, 3 for SIRET.'),
  })
  structureType!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Numéro de la structure.', 'Number of the structure.'),
  })
  structureNumber!: string | null;

  @Field(() => String, { nullable: true, ...described('Code postal.', 'Postal code.') })
  postalCode!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Ville, telle que l’Annuaire l’écrit.', 'Town, as the Annuaire writes it.'),
  })
  town!: string | null;
}

@ObjectType(
  'DirectoryEntry',
  shown(
    'Une BAL de l’annuaire. Ce qui vient de l’Annuaire Santé est montré comme il le dit.',
    'A BAL of the directory. What comes from the Annuaire Santé is shown as it tells it.',
  ),
)
export class DirectoryEntryType {
  @Field(() => String, described('Adresse de la BAL.', 'Address of the BAL.'))
  address!: string;

  @Field(() => DirectoryBalKindName, described('Type.', 'Kind.'))
  kind!: DirectoryBalKindName;

  @Field(() => DirectoryOriginName, described('D’où elle a été lue.', 'Where it was read.'))
  origin!: DirectoryOriginName;

  @Field(() => DateTime, described('Date de ce qui est dit.', 'Date of what is told.'))
  asOf!: Date;

  @Field(() => Boolean, described('Vrai pour une BAL de cet opérateur.', 'True for a BAL of this operator.'))
  isLocal!: boolean;

  @Field(() => DirectoryMatchName, described('Comment elle répond.', 'How it answers.'))
  match!: DirectoryMatchName;

  @Field(() => String, {
    nullable: true,
    ...described('Du titulaire : 8 pour RPPS, 0 pour ADELI.', 'Of the holder: 8 for RPPS, 0 for ADELI.'),
  })
  holderType!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Identifiant du titulaire.', 'Identifier of the holder.'),
  })
  holderNumber!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Code de la civilité d’exercice.', 'Code of the professional title.'),
  })
  title!: string | null;

  @Field(() => String, { nullable: true, ...described('Nom d’exercice.', 'Family name.') })
  familyName!: string | null;

  @Field(() => String, { nullable: true, ...described('Prénom d’exercice.', 'Given name.') })
  givenName!: string | null;

  @Field(() => DirectoryTermType, { nullable: true, ...described('Profession.', 'Profession.') })
  profession!: DirectoryTermType | null;

  @Field(() => DirectoryTermType, { nullable: true, ...described('Spécialité.', 'Speciality.') })
  speciality!: DirectoryTermType | null;

  @Field(() => String, { nullable: true, ...described('Ce à quoi elle sert.', 'What it is for.') })
  description!: string | null;

  @Field(() => [DirectoryPlaceType], described('Structures.', 'Structures.'))
  places!: readonly DirectoryPlaceType[];
}

@ObjectType(
  'DirectoryIncomplete',
  shown('Un annuaire qui n’a pas répondu.', 'A directory that did not answer.'),
)
export class DirectoryIncompleteType {
  @Field(() => DirectoryOriginName, described('Lequel.', 'Which.'))
  origin!: DirectoryOriginName;

  @Field(() => DirectoryTroubleName, described('Pourquoi.', 'Why.'))
  trouble!: DirectoryTroubleName;
}

@ObjectType(shown('BAL de l’annuaire et son curseur.', 'A BAL of the directory and its cursor.'))
export class DirectoryEntryEdge extends edgeOf(DirectoryEntryType) {}

@ObjectType(shown('Les BAL qui répondent, les meilleures d’abord.', 'The BAL that answer, best first.'))
export class DirectorySearchConnection extends connectionOf(DirectoryEntryEdge) {
  @Field(() => DateTime, {
    nullable: true,
    ...described('Date du plus ancien annuaire consulté.', 'Date of the oldest directory asked.'),
  })
  asOf!: Date | null;

  @Field(
    () => Boolean,
    described(
      'Vrai s’il y en a plus que ce qui est montré : affinez la recherche.',
      'True when there are more than are shown: tell more.',
    ),
  )
  isTooMany!: boolean;

  @Field(
    () => [DirectoryIncompleteType],
    described(
      'Annuaires qui n’ont pas répondu : la réponse est incomplète.',
      'Directories that did not answer: the answer is incomplete.',
    ),
  )
  incomplete!: readonly DirectoryIncompleteType[];
}
