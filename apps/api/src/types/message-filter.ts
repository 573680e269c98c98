import { Field, ID, InputType } from 'type-graphql';
import { described } from './described.js';

@InputType(
  'MessageFilterInput',
  described(
    'Ce que l’on cherche ; chaque critère resserre la recherche.',
    'What is looked for; each criterion narrows the search.',
  ),
)
export class MessageFilterInput {
  @Field(() => ID, { nullable: true, ...described('Dans ce dossier seulement.', 'In this folder only.') })
  folderId?: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Dans le texte et les en-têtes.', 'In the text and the headers.'),
  })
  text?: string | null;

  @Field(() => String, { nullable: true, ...described('Dans les expéditeurs.', 'In the senders.') })
  from?: string | null;

  @Field(() => String, { nullable: true, ...described('Dans les destinataires.', 'In the recipients.') })
  to?: string | null;

  @Field(() => String, { nullable: true, ...described('Dans l’objet.', 'In the subject.') })
  subject?: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Reçus à partir de ce jour (AAAA-MM-JJ).', 'Received from this day on (YYYY-MM-DD).'),
  })
  since?: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Reçus avant ce jour (AAAA-MM-JJ).', 'Received before this day (YYYY-MM-DD).'),
  })
  before?: string | null;

  @Field(() => Boolean, { nullable: true, ...described('Non lus, ou lus.', 'Unread, or read.') })
  unread?: boolean | null;

  @Field(() => Boolean, { nullable: true, ...described('Suivis, ou non.', 'Flagged, or not.') })
  flagged?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    ...described('Avec pièce jointe, ou sans.', 'With attachments, or without.'),
  })
  hasAttachments?: boolean | null;
}
