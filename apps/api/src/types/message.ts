import { Field, ID, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { ByteCount, DateTime } from './scalars.js';

@ObjectType('Address', shown('Nom et adresse d’un correspondant.', 'Name and address of a correspondent.'))
export class AddressType {
  @Field(() => String, {
    nullable: true,
    ...described('Nom affiché par l’expéditeur.', 'Name shown by the sender.'),
  })
  name!: string | null;

  @Field(() => String, described('Adresse.', 'Address.'))
  address!: string;
}

@ObjectType('Attachment', shown('Pièce jointe.', 'Attachment.'))
export class AttachmentType {
  @Field(
    () => String,
    described(
      'Numéro de la partie dans le message, pour la télécharger.',
      'Part number in the message, to download it.',
    ),
  )
  partId!: string;

  @Field(() => String, described('Nom du fichier.', 'File name.'))
  name!: string;

  @Field(() => String, described('Type déclaré par l’expéditeur.', 'Type declared by the sender.'))
  mediaType!: string;

  @Field(() => ByteCount, described('Taille approchée, décodée.', 'Approximate decoded size.'))
  size!: number;
}

@ObjectType('MessageBody', shown('Corps lisible d’un message.', 'Readable body of a message.'))
export class MessageBodyType {
  @Field(() => String, { nullable: true, ...described('Texte.', 'Text.') })
  text!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'HTML assaini : ni script, ni contenu distant, ni formulaire.',
      'Sanitised HTML: no script, no remote content, no form.',
    ),
  })
  html!: string | null;

  @Field(() => Boolean, described('Vrai si le corps a été coupé.', 'True when the body was cut.'))
  truncated!: boolean;

  @Field(
    () => Boolean,
    described('Vrai si du contenu distant a été retiré.', 'True when remote content was removed.'),
  )
  remoteContentRemoved!: boolean;
}

@ObjectType('Message', shown('Message rangé dans un dossier.', 'A message filed in a folder.'))
export class MessageType {
  @Field(
    () => ID,
    described('Identifiant opaque du message dans sa BAL.', 'Opaque identifier of the message in its BAL.'),
  )
  id!: string;

  @Field(() => ID, described('Dossier où il est rangé.', 'Folder it is filed in.'))
  folderId!: string;

  @Field(() => Int, described('UID IMAP dans ce dossier.', 'IMAP UID in that folder.'))
  uid!: number;

  @Field(() => String, { nullable: true, ...described('Objet.', 'Subject.') })
  subject!: string | null;

  @Field(() => [AddressType], described('Expéditeurs annoncés.', 'Stated senders.'))
  from!: AddressType[];

  @Field(() => [AddressType], described('Destinataires.', 'Recipients.'))
  to!: AddressType[];

  @Field(() => [AddressType], described('Destinataires en copie.', 'Recipients in copy.'))
  cc!: AddressType[];

  @Field(() => DateTime, {
    nullable: true,
    ...described('Date écrite par l’expéditeur.', 'Date written by the sender.'),
  })
  date!: Date | null;

  @Field(() => DateTime, described('Date de réception.', 'Date of receipt.'))
  receivedAt!: Date;

  @Field(() => ByteCount, described('Taille du message entier.', 'Size of the whole message.'))
  size!: number;

  @Field(() => Boolean, described('Vrai si le message est lu.', 'True when the message is seen.'))
  seen!: boolean;

  @Field(() => Boolean, described('Vrai si le message est marqué.', 'True when the message is flagged.'))
  flagged!: boolean;

  @Field(() => Boolean, described('Vrai si une réponse a été envoyée.', 'True when an answer was sent.'))
  answered!: boolean;

  @Field(() => Boolean, described('Vrai s’il porte des pièces jointes.', 'True when it carries attachments.'))
  hasAttachments!: boolean;

  @Field(
    () => Boolean,
    described('Vrai s’il porte un document IHE_XDM.', 'True when it carries an IHE_XDM document.'),
  )
  hasXdm!: boolean;
}

@ObjectType(shown('Message et son curseur.', 'A message and its cursor.'))
export class MessageEdge extends edgeOf(MessageType) {}

@ObjectType(shown('Une page de messages, les plus récents d’abord.', 'A page of messages, newest first.'))
export class MessageConnection extends connectionOf(MessageEdge) {}
