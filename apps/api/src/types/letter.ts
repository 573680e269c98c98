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
  'AttachedPartInput',
  described(
    'Une pièce jointe d’un message de la BAL, reprise dans un autre.',
    'An attachment of a message of the BAL, taken over in another.',
  ),
)
export class AttachedPartInput {
  @Field(() => ID, described('Message de la même BAL.', 'Message of the same BAL.'))
  messageId!: string;

  @Field(() => String, described('Numéro de la partie.', 'Part number.'))
  partId!: string;
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

  @Field(() => [AttachedPartInput], {
    nullable: true,
    ...described(
      'Pièces jointes de messages de la même BAL, reprises sans être téléchargées.',
      'Attachments of messages of the same BAL, taken over without being downloaded.',
    ),
  })
  attachedParts?: AttachedPartInput[] | null;
}

@ObjectType('SavedDraft', shown('Un brouillon enregistré.', 'A saved draft.'))
export class SavedDraftType {
  @Field(
    () => ID,
    described(
      'Identifiant du message dans le dossier des brouillons ; il change à chaque enregistrement et dit ainsi la version.',
      'Identifier of the message in the folder of drafts; it changes each time the draft is saved, and so tells its version.',
    ),
  )
  id!: string;

  @Field(() => DateTime, described('Moment de l’enregistrement.', 'When it was saved.'))
  savedAt!: Date;
}

@ObjectType(
  'AttachmentLink',
  shown('Adresse où télécharger une pièce jointe.', 'Where to download an attachment.'),
)
export class AttachmentLinkType {
  @Field(
    () => String,
    described(
      'Chemin à demander à l’API (GET), ticket compris.',
      'Path to ask the API for (GET), ticket included.',
    ),
  )
  url!: string;

  @Field(() => DateTime, described('Jusqu’à quand elle sert.', 'Until when it serves.'))
  expiresAt!: Date;
}

@ObjectType('SentLetter', shown('Un message parti d’une BAL.', 'A message that left a BAL.'))
export class SentLetterType {
  @Field(() => ID, described('Référence de l’envoi.', 'Reference of the sending.'))
  id!: string;

  @Field(() => DateTime, described('Moment de l’envoi.', 'When it was sent.'))
  sentAt!: Date;
}
