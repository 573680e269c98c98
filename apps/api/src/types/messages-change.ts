import { Field, ID, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { MessageType } from './message.js';
import { Refus } from './refus.js';

@ObjectType(
  'RefusedMessage',
  shown('Un message que l’action n’a pas atteint.', 'A message that the act did not reach.'),
)
export class RefusedMessageType {
  @Field(() => ID, described('Identifiant demandé.', 'Identifier that was asked.'))
  id!: string;

  @Field(() => Refus, described('Pourquoi.', 'Why.'))
  refus!: Refus;
}

@ObjectType(
  'MessagesChange',
  shown('Ce que sont devenus des messages, en une seule fois.', 'What became of messages, all at once.'),
)
export class MessagesChangeType {
  @Field(
    () => [MessageType],
    described('Ceux qui sont là, tels qu’ils sont maintenant.', 'Those that are there, as they now are.'),
  )
  messages!: MessageType[];

  @Field(
    () => [ID],
    described('Ceux qui ont été supprimés pour de bon.', 'Those that were removed for good.'),
  )
  removed!: string[];

  @Field(
    () => [RefusedMessageType],
    described('Ceux qui n’étaient plus là.', 'Those that were no longer there.'),
  )
  refused!: RefusedMessageType[];
}
