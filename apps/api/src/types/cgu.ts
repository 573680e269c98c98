import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { AcceptanceDoorName, AcceptanceProofName } from './enums.js';
import { connectionOf, edgeOf } from './page.js';
import { PersonType } from './person.js';
import { DateTime } from './scalars.js';

const TEXT_FR = {
  nullable: true,
  ...described(
    'Texte en français ; absent quand la version est un document.',
    'Text in French; absent when the version is a document.',
  ),
} as const;
const TEXT_EN = {
  nullable: true,
  ...described(
    'Texte en anglais ; absent quand la version est un document.',
    'Text in English; absent when the version is a document.',
  ),
} as const;
const DOCUMENT_URL = {
  nullable: true,
  ...described(
    'Adresse https du document ; absente quand la version est un texte.',
    'https address of the document; absent when the version is a text.',
  ),
} as const;
const DOCUMENT_SHA_256 = {
  nullable: true,
  ...described(
    'Empreinte SHA-256 du document, en hexadécimal.',
    'SHA-256 fingerprint of the document, in hexadecimal.',
  ),
} as const;
const NAME = described('Nom de la version, par exemple « 2.1 ».', 'Name of the version, for instance “2.1”.');

@ObjectType(
  'CguVersion',
  shown(
    'Version des conditions générales d’utilisation de l’opérateur, la même pour toutes ses structures ; jamais changée une fois publiée.',
    'A version of the operator’s terms of use, the same for all its structures; never changed once published.',
  ),
)
export class CguVersionType {
  @Field(() => ID, described('Identifiant de la version.', 'Identifier of the version.'))
  id!: string;

  @Field(() => String, NAME)
  name!: string;

  @Field(() => String, TEXT_FR)
  textFr!: string | null;

  @Field(() => String, TEXT_EN)
  textEn!: string | null;

  @Field(() => String, DOCUMENT_URL)
  documentUrl!: string | null;

  @Field(() => String, DOCUMENT_SHA_256)
  documentSha256!: string | null;

  @Field(
    () => String,
    described(
      'Empreinte SHA-256 de ce qui est accepté : le document, ou les deux textes séparés par un octet nul.',
      'SHA-256 fingerprint of what is accepted: the document, or both texts with a NUL octet between them.',
    ),
  )
  fingerprint!: string;

  @Field(
    () => DateTime,
    described(
      'Entrée en vigueur : à partir de là, nul n’utilise une BAL sans l’avoir acceptée.',
      'In force from then on: nobody uses a BAL without having accepted it.',
    ),
  )
  inForceAt!: Date;

  @Field(() => DateTime, described('Publication.', 'When it was published.'))
  publishedAt!: Date;
}

@ObjectType(shown('Une version et son curseur.', 'A version and its cursor.'))
export class CguVersionEdge extends edgeOf(CguVersionType) {}

@ObjectType(
  shown('Une page de versions, la dernière publiée d’abord.', 'A page of versions, last published first.'),
)
export class CguVersionConnection extends connectionOf(CguVersionEdge) {}

@ObjectType(
  'CguToAccept',
  shown('Version que la personne n’a pas encore acceptée.', 'A version the person has not accepted yet.'),
)
export class CguToAcceptType {
  @Field(() => CguVersionType, described('La version.', 'The version.'))
  version!: CguVersionType;

  @Field(
    () => Boolean,
    described(
      'Vrai si elle est en vigueur : les BAL restent fermées tant qu’elle n’est pas acceptée. Faux si elle est seulement annoncée.',
      'True when it is in force: BAL stay shut until it is accepted. False when it is only announced.',
    ),
  )
  inForce!: boolean;
}

@ObjectType(
  'CguAcceptance',
  shown('Acceptation d’une version par une personne.', 'A person’s acceptance of a version.'),
)
export class CguAcceptanceType {
  @Field(() => PersonType, described('Qui a accepté.', 'Who accepted.'))
  person!: PersonType;

  @Field(() => DateTime, described('Quand.', 'When.'))
  acceptedAt!: Date;

  @Field(() => AcceptanceDoorName, described('Par où.', 'By which door.'))
  door!: AcceptanceDoorName;

  @Field(
    () => AcceptanceProofName,
    described('Comment la personne était connue.', 'How the person was known.'),
  )
  proof!: AcceptanceProofName;

  @Field(
    () => String,
    described('Référence de la trace de cette acceptation.', 'Reference of the trace of this acceptance.'),
  )
  correlationId!: string;
}

@ObjectType(shown('Une acceptation et son curseur.', 'An acceptance and its cursor.'))
export class CguAcceptanceEdge extends edgeOf(CguAcceptanceType) {}

@ObjectType(
  shown('Une page d’acceptations, la dernière d’abord.', 'A page of acceptances, the last one first.'),
)
export class CguAcceptanceConnection extends connectionOf(CguAcceptanceEdge) {}

@InputType({
  ...described(
    'Version à publier : un texte dans les deux langues, ou un document et son empreinte.',
    'A version to publish: a text in both languages, or a document and its fingerprint.',
  ),
})
export class CguPublishInput {
  @Field(() => String, NAME)
  name!: string;

  @Field(() => String, TEXT_FR)
  textFr!: string | null;

  @Field(() => String, TEXT_EN)
  textEn!: string | null;

  @Field(() => String, DOCUMENT_URL)
  documentUrl!: string | null;

  @Field(() => String, DOCUMENT_SHA_256)
  documentSha256!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Entrée en vigueur ; absente pour tout de suite. Annoncez-la : les personnes peuvent accepter avant.',
      'When it comes in force; absent for at once. Announce it: people may accept beforehand.',
    ),
  })
  inForceAt!: Date | null;
}
