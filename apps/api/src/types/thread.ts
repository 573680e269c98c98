import { Field, ID, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'Thread',
  shown(
    'Une conversation d’une BAL : des messages qui se répondent, reçus et envoyés. Un message présent dans plusieurs dossiers y est une fois ; la corbeille et les indésirables n’y sont pas.',
    'A conversation of a BAL: messages that answer each other, received and sent. A message that lies in several folders is there once; trash and junk are not.',
  ),
)
export class ThreadType {
  @Field(
    () => ID,
    described('Identifiant de la conversation dans sa BAL.', 'Identifier of the conversation in its BAL.'),
  )
  id!: string;

  @Field(() => Int, described('Nombre de messages.', 'Number of messages.'))
  messageCount!: number;

  @Field(() => Int, described('Nombre de messages non lus.', 'Number of unread messages.'))
  unreadCount!: number;

  @Field(() => DateTime, described('Date du dernier message.', 'Date of the last message.'))
  lastAt!: Date;
}

@ObjectType(shown('Conversation et son curseur.', 'A conversation and its cursor.'))
export class ThreadEdge extends edgeOf(ThreadType) {}

@ObjectType(
  shown(
    'Une page de conversations, celle du message le plus récent d’abord.',
    'A page of conversations, that of the newest message first.',
  ),
)
export class ThreadConnection extends connectionOf(ThreadEdge) {
  @Field(
    () => Boolean,
    described(
      'Faux tant que des messages plus anciens de la BAL sont encore à regrouper : redemander dans quelques minutes.',
      'False as long as older messages of the BAL are still to be put together: ask again in a few minutes.',
    ),
  )
  complete!: boolean;
}
