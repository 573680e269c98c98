import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { IdentityKindName } from './enums.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

@ObjectType('Person', shown('Personne connue d’une structure.', 'A person known to a structure.'))
export class PersonType {
  @Field(
    () => ID,
    described('Identifiant de la personne dans la structure.', 'Identifier within the structure.'),
  )
  id!: string;

  @Field(() => String, described('Nom d’exercice.', 'Family name.'))
  familyName!: string;

  @Field(() => String, described('Prénom.', 'Given name.'))
  givenName!: string;

  @Field(
    () => String,
    described(
      'Identifiant national, tel que Pro Santé Connect le donne.',
      'National identifier, as Pro Santé Connect gives it.',
    ),
  )
  idNat!: string;

  @Field(() => IdentityKindName, described('Nature de cet identifiant.', 'Kind of that identifier.'))
  identity!: IdentityKindName;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Départ de la structure ; absent si elle y est.',
      'When they left the structure; absent while they are there.',
    ),
  })
  leftAt!: Date | null;

  @Field(
    () => Int,
    described('Version, à rendre avec un changement.', 'Version, to give back with a change.'),
  )
  version!: number;
}

@ObjectType(
  'PersonInAnnuaire',
  shown('Ce que l’Annuaire Santé dit d’une personne.', 'What the Annuaire Santé tells of a person.'),
)
export class PersonInAnnuaireType {
  @Field(() => DateTime, {
    nullable: true,
    ...described('Date de la dernière copie qui la connaissait.', 'Date of the last copy that knew them.'),
  })
  seenAsOf!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Depuis quand aucune copie ne la connaît plus ; absent si elle y est.',
      'Since when no copy knows them any more; absent while they are there.',
    ),
  })
  goneSince!: Date | null;

  @Field(() => String, {
    nullable: true,
    ...described('Profession, dans les mots de l’ANS.', 'Profession, in the words of the ANS.'),
  })
  profession!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Savoir-faire ou spécialité, dans les mots de l’ANS.',
      'Speciality, in the words of the ANS.',
    ),
  })
  speciality!: string | null;
}

@ObjectType(shown('Une personne et son curseur.', 'A person and their cursor.'))
export class PersonEdge extends edgeOf(PersonType) {}

@ObjectType(shown('Une page de personnes, par nom.', 'A page of people, by name.'))
export class PersonConnection extends connectionOf(PersonEdge) {}

const FAMILY_NAME = described('Nom d’exercice.', 'Family name.');
const GIVEN_NAME = described('Prénom.', 'Given name.');
const ALERT_ADDRESS = {
  nullable: true,
  ...described(
    'Adresse ordinaire, hors de l’espace de confiance, où la prévenir ; jamais de donnée de santé.',
    'Ordinary address, outside the trust space, where to warn them; never any health data.',
  ),
} as const;

@InputType({ ...described('Personne à enregistrer.', 'Person to register.') })
export class PersonRegisterInput {
  @Field(() => IdentityKindName, described('Nature de son numéro.', 'Kind of their number.'))
  identity!: IdentityKindName;

  @Field(
    () => String,
    described(
      'Son numéro : RPPS à 11 chiffres, ADELI à 9 caractères, ou identifiant donné par la structure.',
      'Their number: RPPS of 11 digits, ADELI of 9 characters, or an identifier the structure gave.',
    ),
  )
  number!: string;

  @Field(() => String, FAMILY_NAME)
  familyName!: string;

  @Field(() => String, GIVEN_NAME)
  givenName!: string;

  @Field(() => String, ALERT_ADDRESS)
  alertAddress?: string | null;
}

@InputType({ ...described('Ce que devient une personne.', 'What becomes of a person.') })
export class PersonUpdateInput {
  @Field(() => ID, described('Identifiant de la personne.', 'Identifier of the person.'))
  personId!: string;

  @Field(() => Int, described('Version lue de la personne.', 'Version of the person that was read.'))
  version!: number;

  @Field(() => String, FAMILY_NAME)
  familyName!: string;

  @Field(() => String, GIVEN_NAME)
  givenName!: string;

  @Field(() => String, ALERT_ADDRESS)
  alertAddress?: string | null;
}

@ObjectType(
  'PersonLeft',
  shown('Ce qui a pris fin avec le départ d’une personne.', 'What ended when a person left.'),
)
export class PersonLeftType {
  @Field(() => PersonType, described('La personne.', 'The person.'))
  person!: PersonType;

  @Field(() => Int, described('Nombre d’accès qui ont pris fin.', 'Number of accesses that ended.'))
  accesses!: number;

  @Field(() => Int, described('Nombre de rôles retirés.', 'Number of roles taken.'))
  roles!: number;

  @Field(
    () => [String],
    described(
      'Adresses des BAL dont plus personne ne répond.',
      'Addresses of the BAL nobody answers for any more.',
    ),
  )
  unanswered!: readonly string[];
}
