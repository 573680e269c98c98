import { REFUSALS, type Refusal, sentence } from '@cachet/mss-core';
import { Field, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';

/** A foreseen refusal as GraphQL shows it: the other member of every result union. */
@ObjectType('Refus', shown('Refus prévu, avec sa raison.', 'A foreseen refusal, with its reason.'))
export class Refus {
  @Field(() => String, described('Code stable du refus.', 'Stable code of the refusal.'))
  code!: string;

  @Field(() => String, described('Phrase en français.', 'Sentence in French.'))
  message!: string;

  @Field(() => String, described('Phrase en anglais.', 'Sentence in English.'))
  messageEn!: string;

  @Field(() => Boolean, described('Vrai s’il est utile de réessayer.', 'True when trying again is useful.'))
  retryable!: boolean;

  @Field(() => [String], {
    nullable: true,
    ...described('Chemin du champ en cause, s’il y en a un.', 'Path of the field at fault, if any.'),
  })
  path!: string[] | null;

  static of(refusal: Refusal, path: string[] | null = null): Refus {
    return Object.assign(new Refus(), {
      code: refusal.code,
      message: sentence(refusal, 'fr'),
      messageEn: sentence(refusal, 'en'),
      retryable: !REFUSALS[refusal.code].permanent,
      path,
    });
  }
}
