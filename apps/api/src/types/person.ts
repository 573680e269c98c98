import { Field, ID, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { IdentityKindName } from './enums.js';
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
