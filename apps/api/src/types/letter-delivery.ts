import type { LetterStepKind } from '@cachet/mss-core';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

export enum LetterStepName {
  ACCEPTED = 'ACCEPTED',
  HELD = 'HELD',
  RESUMED = 'RESUMED',
  DELAYED = 'DELAYED',
  RELAYED = 'RELAYED',
  DELIVERED = 'DELIVERED',
  REFUSED = 'REFUSED',
  EXPIRED = 'EXPIRED',
  CANCELLED = 'CANCELLED',
  READ = 'READ',
  DELETED_UNREAD = 'DELETED_UNREAD',
}

registerEnumType(LetterStepName, {
  name: 'LetterStepName',
  ...described(
    'Étape d’un message envoyé, vers un destinataire.',
    'Step of a message that was sent, towards one recipient.',
  ),
  valuesConfig: {
    ACCEPTED: described('Pris en charge.', 'Taken in charge.'),
    HELD: described('Suspendu par un gestionnaire.', 'Held by a manager.'),
    RESUMED: described('Repris.', 'Resumed.'),
    DELAYED: described('Pas encore remis ; les essais continuent.', 'Not delivered yet; attempts go on.'),
    RELAYED: described('Transmis au serveur du destinataire.', 'Handed to the recipient’s server.'),
    DELIVERED: described('Remis dans la boîte du destinataire.', 'Delivered to the recipient’s mailbox.'),
    REFUSED: described('Refusé : il ne sera pas remis.', 'Refused: it will not be delivered.'),
    EXPIRED: described('Abandonné après trop d’attente.', 'Given up after waiting too long.'),
    CANCELLED: described('Annulé par un gestionnaire.', 'Cancelled by a manager.'),
    READ: described('Lu, selon le logiciel du destinataire.', 'Read, as the recipient’s program says.'),
    DELETED_UNREAD: described(
      'Supprimé sans être lu, selon le logiciel du destinataire.',
      'Deleted unread, as the recipient’s program says.',
    ),
  },
});

export const LETTER_STEPS: Readonly<Record<LetterStepKind, LetterStepName>> = {
  accepted: LetterStepName.ACCEPTED,
  held: LetterStepName.HELD,
  resumed: LetterStepName.RESUMED,
  delayed: LetterStepName.DELAYED,
  relayed: LetterStepName.RELAYED,
  delivered: LetterStepName.DELIVERED,
  refused: LetterStepName.REFUSED,
  expired: LetterStepName.EXPIRED,
  cancelled: LetterStepName.CANCELLED,
  read: LetterStepName.READ,
  deletedUnread: LetterStepName.DELETED_UNREAD,
};

@ObjectType('LetterStep', shown('Étape d’un message envoyé.', 'A step of a message that was sent.'))
export class LetterStepType {
  @Field(() => LetterStepName, described('Étape.', 'Step.'))
  kind!: LetterStepName;

  @Field(() => DateTime, described('Moment.', 'When.'))
  at!: Date;

  @Field(() => String, described('Ce qui s’est passé, en français.', 'What happened, in French.'))
  message!: string;

  @Field(() => String, described('Ce qui s’est passé, en anglais.', 'What happened, in English.'))
  messageEn!: string;

  @Field(() => String, {
    nullable: true,
    ...described('Ce qu’il convient de faire, en français.', 'What to do, in French.'),
  })
  advice!: string | null;

  @Field(() => Int, {
    nullable: true,
    ...described(
      'Code SMTP du serveur du destinataire, quand il a refusé ou fait attendre.',
      'SMTP code of the recipient’s server, when it refused or asked to wait.',
    ),
  })
  code!: number | null;

  @Field(() => String, {
    nullable: true,
    ...described('Sa réponse.', 'Its reply.'),
  })
  reply!: string | null;
}

/** What whoever sent a letter, and who reads the BAL, know of its way. Never its content. */
@ObjectType(
  'LetterDelivery',
  shown(
    'Ce qu’il advient d’un message envoyé, pour un destinataire.',
    'What becomes of a message that was sent, for one recipient.',
  ),
)
export class LetterDeliveryType {
  @Field(() => String, described('Destinataire.', 'Recipient.'))
  recipient!: string;

  @Field(() => LetterStepName, described('Dernière étape.', 'Last step.'))
  state!: LetterStepName;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Prochain essai, s’il y en a un.', 'Next attempt, if any.'),
  })
  nextAttemptAt!: Date | null;

  @Field(() => [LetterStepType], described('Étapes, la plus ancienne d’abord.', 'Steps, the oldest first.'))
  steps!: LetterStepType[];
}
