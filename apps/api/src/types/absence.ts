import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

const STARTS = described('À partir de quand.', 'From when on.');
const ENDS = {
  nullable: true,
  ...described(
    'Jusqu’à quand, exclu ; absent si la fin n’est pas connue.',
    'Until when, excluded; none when the end is not known.',
  ),
} as const;
const TITLE = described(
  'Objet de la réponse ; vide pour reprendre celui du message.',
  'Subject of the answer; empty to take that of the letter.',
);
const TEXT = described('Ce qui est répondu, en texte.', 'What is answered, as text.');

@ObjectType(
  'Absence',
  shown('Réponse d’absence d’une BAL.', 'What a BAL answers while its holders are away.'),
)
export class AbsenceType {
  @Field(() => DateTime, STARTS)
  startsAt!: Date;

  @Field(() => DateTime, ENDS)
  endsAt!: Date | null;

  @Field(() => String, TITLE)
  title!: string;

  @Field(() => String, TEXT)
  text!: string;

  @Field(() => Int, described('Version, à rendre pour la changer.', 'Version, to give back to change it.'))
  version!: number;
}

@InputType(described('Réponse d’absence à donner.', 'What to answer while away.'))
export class AbsenceInput {
  @Field(() => DateTime, STARTS)
  startsAt!: Date;

  @Field(() => DateTime, ENDS)
  endsAt?: Date | null;

  @Field(() => String, { ...TITLE, nullable: true })
  title?: string | null;

  @Field(() => String, TEXT)
  text!: string;
}
