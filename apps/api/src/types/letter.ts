import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

@InputType('RecipientInput', described('Un destinataire d’un message.', 'A recipient of a message.'))
export class RecipientInput {
  @Field(() => String, { nullable: true, ...described('Nom à montrer.', 'Name to show.') })
  name?: string | null;

  @Field(() => String, described('Adresse MSSanté.', 'MSSanté address.'))
  address!: string;
}

@InputType(
  'LetterInput',
  described(
    'Un message à écrire : au plus 40 destinataires en tout.',
    'A message to write: 40 recipients at most in all.',
  ),
)
export class LetterInput {
  @Field(() => [RecipientInput], described('Destinataires.', 'Recipients.'))
  to!: RecipientInput[];

  @Field(() => [RecipientInput], {
    nullable: true,
    ...described('Destinataires en copie.', 'Recipients in copy.'),
  })
  cc?: RecipientInput[] | null;

  @Field(() => [RecipientInput], {
    nullable: true,
    ...described(
      'Destinataires en copie cachée : les autres ne les voient pas.',
      'Blind copies: the others do not see them.',
    ),
  })
  bcc?: RecipientInput[] | null;

  @Field(() => String, described('Objet, d’une ligne.', 'Subject, on one line.'))
  subject!: string;

  @Field(() => String, { nullable: true, ...described('Corps en texte.', 'Body as text.') })
  text?: string | null;

  @Field(() => String, { nullable: true, ...described('Corps en HTML.', 'Body as HTML.') })
  html?: string | null;

  @Field(() => ID, {
    nullable: true,
    ...described(
      'Message de la même BAL auquel celui-ci répond.',
      'Message of the same BAL that this one answers.',
    ),
  })
  replyToMessageId?: string | null;

  @Field(() => ID, {
    nullable: true,
    ...described(
      'Message de la même BAL, joint en entier à celui-ci.',
      'Message of the same BAL that goes whole with this one.',
    ),
  })
  forwardedMessageId?: string | null;

  @Field(() => [ID], {
    nullable: true,
    ...described(
      'Fichiers déposés auparavant pour une pièce jointe ; chacun sert une fois.',
      'Files uploaded before as attachments; each serves once.',
    ),
  })
  uploadIds?: string[] | null;
}

@ObjectType('SentLetter', shown('Un message parti d’une BAL.', 'A message that left a BAL.'))
export class SentLetterType {
  @Field(() => ID, described('Référence de l’envoi.', 'Reference of the sending.'))
  id!: string;

  @Field(() => DateTime, described('Moment de l’envoi.', 'When it was sent.'))
  sentAt!: Date;
}
