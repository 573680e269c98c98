import { Field, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';

/** The caller. Structures and BAL are field resolvers: they are read only when asked. */
@ObjectType(
  'Me',
  shown(
    'Qui appelle : une personne ou une application partenaire.',
    'Who is calling: a person or a partner application.',
  ),
)
export class MeType {
  @Field(() => String, {
    nullable: true,
    ...described(
      'Identifiant national ; absent pour une application.',
      'National identifier; absent for an application.',
    ),
  })
  idNat!: string | null;

  @Field(() => String, described('Nom.', 'Name.'))
  name!: string;
}
