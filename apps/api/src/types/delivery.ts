import { Field, ID, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DeliveryActName, DeliveryDirectionName, DeliveryStateName, DeliveryStepName } from './enums.js';
import { connectionOf, edgeOf } from './page.js';
import { ByteCount, DateTime } from './scalars.js';

/** What a manager may know of a message: never its subject nor its content. */
@ObjectType(
  'Delivery',
  shown('Remise d’un message à un destinataire.', 'Delivery of one message to one recipient.'),
)
export class DeliveryType {
  @Field(() => ID, described('Identifiant de la remise.', 'Identifier of the delivery.'))
  id!: string;

  @Field(() => DeliveryDirectionName, described('Sens.', 'Direction.'))
  direction!: DeliveryDirectionName;

  @Field(() => DeliveryStateName, described('État.', 'State.'))
  state!: DeliveryStateName;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Expéditeur d’enveloppe ; absent pour un avis automatique.',
      'Envelope sender; absent for an automatic notice.',
    ),
  })
  sender!: string | null;

  @Field(() => String, described('Destinataire d’enveloppe.', 'Envelope recipient.'))
  recipient!: string;

  @Field(() => ByteCount, described('Taille du message.', 'Size of the message.'))
  size!: number;

  @Field(() => DateTime, described('Prise en charge.', 'Taken in charge.'))
  createdAt!: Date;

  @Field(() => DateTime, described('Dernier changement.', 'Last change.'))
  updatedAt!: Date;

  @Field(() => Int, described('Nombre d’essais.', 'Number of attempts.'))
  attempts!: number;

  @Field(() => Int, { nullable: true, ...described('Dernier code SMTP reçu.', 'Last SMTP code received.') })
  lastCode!: number | null;

  @Field(() => String, { nullable: true, ...described('Dernière réponse reçue.', 'Last reply received.') })
  lastText!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Serveur distant du dernier essai.', 'Remote server of the last attempt.'),
  })
  remoteHost!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Version et suite TLS de la session du dernier essai.',
      'TLS version and suite of the session of the last attempt.',
    ),
  })
  tls!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Prochain essai, s’il y en a un.', 'Next attempt, if any.'),
  })
  nextAttemptAt!: Date | null;

  @Field(
    () => [DeliveryActName],
    described('Ce que son état permet d’en faire.', 'What its state allows to do with it.'),
  )
  acts!: DeliveryActName[];
}

@ObjectType('DeliveryStep', shown('Étape d’une remise.', 'A step of a delivery.'))
export class DeliveryStepType {
  @Field(() => DateTime, described('Moment.', 'When.'))
  at!: Date;

  @Field(() => DeliveryStepName, described('Étape.', 'Step.'))
  kind!: DeliveryStepName;

  @Field(() => Int, { nullable: true, ...described('Code SMTP reçu.', 'SMTP code received.') })
  code!: number | null;

  @Field(() => String, { nullable: true, ...described('Réponse reçue.', 'Reply received.') })
  reply!: string | null;

  @Field(() => String, { nullable: true, ...described('Serveur distant.', 'Remote server.') })
  remoteHost!: string | null;

  @Field(() => String, {
    nullable: true,
    ...described('Version et suite TLS de la session.', 'TLS version and suite of the session.'),
  })
  tls!: string | null;
}

@ObjectType(shown('Remise et son curseur.', 'A delivery and its cursor.'))
export class DeliveryEdge extends edgeOf(DeliveryType) {}

@ObjectType(shown('Une page de remises, les plus récentes d’abord.', 'A page of deliveries, newest first.'))
export class DeliveryConnection extends connectionOf(DeliveryEdge) {}

@ObjectType(shown('Une remise vient de naître ou de changer.', 'A delivery was just born or has changed.'))
export class DeliveryEvent {
  @Field(() => ID, described('Structure concernée.', 'Structure concerned.'))
  structureId!: string;

  @Field(() => DateTime, described('Moment du changement.', 'When it changed.'))
  at!: Date;

  @Field(() => DeliveryStepName, described('Étape atteinte.', 'Step reached.'))
  kind!: DeliveryStepName;

  @Field(
    () => DeliveryType,
    described('La remise, telle qu’elle est maintenant.', 'The delivery as it is now.'),
  )
  delivery!: DeliveryType;
}
