import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import type { MessageType } from '../../types/message.js';
import type { Refus } from '../../types/refus.js';
import { MarkSeenResult, MessageResult } from '../../types/results.js';
import { answer } from '../answer.js';

const BAL_ID = described('Identifiant de la BAL.', 'Identifier of the BAL.');
const MESSAGE_ID = described('Identifiant du message.', 'Identifier of the message.');

@Resolver()
export class MessageOperations {
  @Query(
    () => MessageResult,
    described('Un message d’une BAL que l’appelant peut lire.', 'A message of a BAL the caller may read.'),
  )
  async message(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('id', () => ID, MESSAGE_ID) id: string,
  ): Promise<MessageType | Refus> {
    return answer(await signedIn(context).mail.message(balId, id));
  }

  @Mutation(
    () => MarkSeenResult,
    described('Marque un message comme lu ou non lu.', 'Marks a message as seen or unseen.'),
  )
  async markSeen(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('messageId', () => ID, MESSAGE_ID) messageId: string,
    @Arg('seen', () => Boolean, described('Vrai pour « lu ».', 'True for “seen”.')) seen: boolean,
  ): Promise<MessageType | Refus> {
    return answer(await signedIn(context).mail.markSeen(balId, messageId, seen));
  }
}
