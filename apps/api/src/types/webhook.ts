import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { EventKindName } from './event.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

export enum WebhookStopName {
  MANAGER = 'manager',
  GONE = 'gone',
  FAILING = 'failing',
}
registerEnumType(WebhookStopName, {
  name: 'WebhookStop',
  ...described('Pourquoi un webhook est arrêté.', 'Why a webhook is stopped.'),
  valuesConfig: {
    MANAGER: described('Par un gestionnaire ou une clé.', 'By a manager or a key.'),
    GONE: described('Il a répondu 410 Gone.', 'It answered 410 Gone.'),
    FAILING: described('Il a échoué pendant cinq jours.', 'It failed for five days.'),
  },
});

export enum WebhookDeliveryStateName {
  WAITING = 'waiting',
  DELIVERED = 'delivered',
  FAILED = 'failed',
  CANCELLED = 'cancelled',
}
registerEnumType(WebhookDeliveryStateName, {
  name: 'WebhookDeliveryState',
  ...described('Où en est un envoi à un webhook.', 'Where a call of a webhook stands.'),
  valuesConfig: {
    WAITING: described('Un essai est prévu.', 'A try is planned.'),
    DELIVERED: described('Le destinataire a répondu 2xx.', 'The receiver answered 2xx.'),
    FAILED: described('Plus d’essai : il peut être renvoyé.', 'No more tries: it can be sent again.'),
    CANCELLED: described('Le webhook a été arrêté avant.', 'The webhook was stopped before.'),
  },
});

@ObjectType(
  'Webhook',
  shown(
    'Adresse HTTPS prévenue de ce qui arrive dans une structure (format Standard Webhooks).',
    'HTTPS address told of what happens in a structure (Standard Webhooks format).',
  ),
)
export class WebhookType {
  @Field(() => ID, described('Identifiant.', 'Identifier.'))
  id!: string;

  @Field(() => String, described('Adresse appelée.', 'Address called.'))
  url!: string;

  @Field(() => String, described('À quoi il sert.', 'What it is for.'))
  description!: string;

  @Field(() => [EventKindName], described('Sujets dont il est prévenu.', 'What it is told of.'))
  kinds!: readonly EventKindName[];

  @Field(() => Boolean, described('Faux quand il est arrêté.', 'False when it is stopped.'))
  isActive!: boolean;

  @Field(() => WebhookStopName, {
    nullable: true,
    ...described('Pourquoi il est arrêté.', 'Why it is stopped.'),
  })
  stoppedFor!: WebhookStopName | null;

  @Field(() => DateTime, { nullable: true, ...described('Depuis quand.', 'Since when.') })
  stoppedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Depuis quand aucun appel n’a réussi ; nul quand tout va bien. Au bout de cinq jours, il est arrêté.',
      'Since when no call has succeeded; null when all is well. After five days it is stopped.',
    ),
  })
  failingSince!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Jusqu’à quand l’ancien secret signe aussi, après un renouvellement.',
      'Until when the former secret signs too, after a rotation.',
    ),
  })
  formerSecretUntil!: Date | null;

  @Field(() => Int, described('Version, à rendre pour le changer.', 'Version, to give back to change it.'))
  version!: number;

  @Field(() => DateTime, described('Création.', 'Creation.'))
  createdAt!: Date;

  @Field(() => DateTime, described('Dernier changement.', 'Last change.'))
  updatedAt!: Date;
}

@ObjectType(shown('Webhook et son curseur.', 'A webhook and its cursor.'))
export class WebhookEdge extends edgeOf(WebhookType) {}

@ObjectType(shown('Une page de webhooks, les plus récents d’abord.', 'A page of webhooks, newest first.'))
export class WebhookConnection extends connectionOf(WebhookEdge) {}

@ObjectType(
  'WebhookDelivery',
  shown('Envoi d’un événement à un webhook.', 'An event on its way to a webhook.'),
)
export class WebhookDeliveryType {
  @Field(() => ID, described('Identifiant de l’envoi.', 'Identifier of the delivery.'))
  id!: string;

  @Field(() => ID, described('Webhook.', 'Webhook.'))
  webhookId!: string;

  @Field(
    () => ID,
    described(
      'Identifiant de l’événement : l’en-tête « webhook-id ».',
      'Identifier of the event: the header “webhook-id”.',
    ),
  )
  eventId!: string;

  @Field(
    () => String,
    described('Ce qui est arrivé, ou « webhook.test ».', 'What happened, or “webhook.test”.'),
  )
  type!: string;

  @Field(() => WebhookDeliveryStateName, described('Où il en est.', 'Where it stands.'))
  state!: WebhookDeliveryStateName;

  @Field(
    () => Int,
    described(
      'Essais depuis le premier envoi ou le dernier renvoi.',
      'Tries since it was first sent or last sent again.',
    ),
  )
  attempts!: number;

  @Field(() => DateTime, described('Mise en file.', 'When it was queued.'))
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, ...described('Prochain essai.', 'Next try.') })
  nextAttemptAt!: Date | null;

  @Field(() => DateTime, { nullable: true, ...described('Dernier essai.', 'Last try.') })
  lastAttemptAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    ...described('Code HTTP du dernier essai.', 'HTTP code of the last try.'),
  })
  lastStatus!: number | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Ce qui n’a pas marché : addressNotPublic, hostUnknown, unreachable, tlsRefused, tooSlow, notHttp, redirected, refused, eventForgotten.',
      'What went wrong: addressNotPublic, hostUnknown, unreachable, tlsRefused, tooSlow, notHttp, redirected, refused, eventForgotten.',
    ),
  })
  lastFault!: string | null;

  @Field(() => Int, {
    nullable: true,
    ...described('Durée du dernier essai, en millisecondes.', 'Length of the last try, in milliseconds.'),
  })
  lastDurationMs!: number | null;

  @Field(() => String, {
    nullable: true,
    ...described(
      'Début de la réponse, au plus 120 caractères imprimables, en cas d’échec.',
      'Beginning of the answer, 120 printable characters at most, when it failed.',
    ),
  })
  lastAnswer!: string | null;
}

@ObjectType(shown('Envoi et son curseur.', 'A delivery and its cursor.'))
export class WebhookDeliveryEdge extends edgeOf(WebhookDeliveryType) {}

@ObjectType(shown('Une page d’envois, les plus récents d’abord.', 'A page of deliveries, newest first.'))
export class WebhookDeliveryConnection extends connectionOf(WebhookDeliveryEdge) {}

@ObjectType(
  'WebhookWithSecret',
  shown('Un webhook et son secret, montré cette seule fois.', 'A webhook and its secret, shown this once.'),
)
export class WebhookWithSecretType {
  @Field(() => WebhookType, described('Le webhook.', 'The webhook.'))
  webhook!: WebhookType;

  @Field(
    () => String,
    described('Secret « whsec_… » qui vérifie les signatures.', 'Secret “whsec_…” that verifies signatures.'),
  )
  secret!: string;
}

@ObjectType('WebhookResend', shown('Un renvoi d’événements.', 'Events sent again.'))
export class WebhookResendType {
  @Field(() => Int, described('Combien ont été remis en file.', 'How many were queued again.'))
  count!: number;
}

@InputType('WebhookChange', described('Ce qui est choisi pour un webhook.', 'What is chosen for a webhook.'))
export class WebhookChangeInput {
  @Field(() => String, described('Adresse HTTPS à appeler.', 'HTTPS address to call.'))
  url!: string;

  @Field(
    () => String,
    described('À quoi il sert, en 200 caractères au plus.', 'What it is for, in 200 characters at most.'),
  )
  description!: string;

  @Field(() => [EventKindName], described('Sujets dont il est prévenu.', 'What it is told of.'))
  kinds!: EventKindName[];

  @Field(
    () => Boolean,
    described(
      'Faux pour l’arrêter, vrai pour le remettre en service.',
      'False to stop it, true to put it back in service.',
    ),
  )
  isActive!: boolean;
}
