import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { DeliveryDirectionName } from './enums.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

export enum MalwareNatureName {
  MALWARE = 'malware',
  ENCRYPTED = 'encrypted',
  TOO_DEEP = 'tooDeep',
}
registerEnumType(MalwareNatureName, {
  name: 'MalwareNature',
  ...described('Ce que l’analyse reproche à un message.', 'What the scan holds against a message.'),
  valuesConfig: {
    MALWARE: described('Code malveillant connu.', 'Known malware.'),
    ENCRYPTED: described(
      'Contenu chiffré, impossible à analyser.',
      'Encrypted content, which cannot be scanned.',
    ),
    TOO_DEEP: described(
      'Archive trop volumineuse ou trop imbriquée pour être analysée.',
      'Archive too large or too deeply nested to be scanned.',
    ),
  },
});

export enum InfectedTreatmentName {
  REFUSE = 'refuse',
  STRIP = 'strip',
}
registerEnumType(InfectedTreatmentName, {
  name: 'InfectedTreatment',
  ...described('Sort d’un message infecté.', 'What becomes of an infected message.'),
  valuesConfig: {
    REFUSE: described('Refusé en entier.', 'Refused whole.'),
    STRIP: described('Remis sans les parties infectées.', 'Delivered without its infected parts.'),
  },
});

export enum EncryptedTreatmentName {
  REFUSE = 'refuse',
  ACCEPT = 'accept',
}
registerEnumType(EncryptedTreatmentName, {
  name: 'EncryptedTreatment',
  ...described(
    'Sort d’un message au contenu chiffré que l’analyse signale.',
    'What becomes of a message whose encrypted content the scan reports.',
  ),
  valuesConfig: {
    REFUSE: described('Traité comme infecté.', 'Treated as infected.'),
    ACCEPT: described('Accepté sans analyse de ce contenu.', 'Accepted without a scan of that content.'),
  },
});

@ObjectType(
  'MalwarePolicy',
  shown(
    'Ce qu’une structure veut faire des messages infectés.',
    'What a structure wants done with infected messages.',
  ),
)
export class MalwarePolicyType {
  @Field(() => InfectedTreatmentName, described('Messages infectés.', 'Infected messages.'))
  infected!: InfectedTreatmentName;

  @Field(() => EncryptedTreatmentName, described('Contenus chiffrés.', 'Encrypted content.'))
  encrypted!: EncryptedTreatmentName;
}

@ObjectType(
  'QuarantinedMessage',
  shown(
    'Message infecté mis à l’écart : des faits, jamais d’objet, de nom de fichier ni de contenu.',
    'Infected message put aside: facts, never a subject, the name of a file or content.',
  ),
)
export class QuarantinedMessageType {
  @Field(() => ID, described('Identifiant.', 'Identifier.'))
  id!: string;

  @Field(() => DateTime, described('Moment.', 'When.'))
  at!: Date;

  @Field(() => DeliveryDirectionName, described('Reçu ou envoyé.', 'Received or sent.'))
  direction!: DeliveryDirectionName;

  @Field(() => String, {
    nullable: true,
    ...described('Expéditeur de l’enveloppe ; nul pour un avis.', 'Envelope sender; null for a notice.'),
  })
  sender!: string | null;

  @Field(() => [String], described('Destinataires.', 'Recipients.'))
  recipients!: readonly string[];

  @Field(() => String, described('Nom donné par l’antivirus.', 'Name given by the scanner.'))
  signature!: string;

  @Field(() => MalwareNatureName, described('Nature.', 'Nature.'))
  nature!: MalwareNatureName;

  @Field(() => InfectedTreatmentName, described('Ce qui en a été fait.', 'What was done with it.'))
  treatment!: InfectedTreatmentName;

  @Field(() => Int, described('Taille, en octets.', 'Size in octets.'))
  size!: number;

  @Field(
    () => Boolean,
    described('Faux une fois le contenu détruit.', 'False once the content is destroyed.'),
  )
  isKept!: boolean;

  @Field(() => DateTime, described('Fin de la garde.', 'When it stops being kept.'))
  expiresAt!: Date;
}

@ObjectType(shown('Message en quarantaine et son curseur.', 'A quarantined message and its cursor.'))
export class QuarantinedMessageEdge extends edgeOf(QuarantinedMessageType) {}

@ObjectType(
  shown('Une page de la quarantaine, les plus récents d’abord.', 'A page of the quarantine, newest first.'),
)
export class QuarantinedMessageConnection extends connectionOf(QuarantinedMessageEdge) {}
