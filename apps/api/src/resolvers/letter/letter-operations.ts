import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { LetterInput, type SentLetterType } from '../../types/letter.js';
import type { Refus } from '../../types/refus.js';
import { MessageSendResult } from '../../types/results.js';
import { answer } from '../answer.js';
import { BAL_ID, CLIENT_MUTATION_ID } from './letter-arguments.js';

/** Letters that a person writes. Neither a key, a manager, an auditor nor the operator ever does. */
@Resolver()
export class LetterOperations {
  @Mutation(
    () => MessageSendResult,
    described(
      'Envoie un message d’une BAL dont l’appelant a le droit d’envoi ; répond une fois qu’il est enregistré et rangé dans les messages envoyés.',
      'Sends a message from a BAL whose right to send the caller holds; answers once it is kept and filed among the sent ones.',
    ),
  )
  async messageSend(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('clientMutationId', () => String, CLIENT_MUTATION_ID) clientMutationId: string,
    @Arg('letter', () => LetterInput, described('Le message.', 'The message.')) letter: LetterInput,
  ): Promise<SentLetterType | Refus> {
    return answer(await signedIn(context).letters.send(balId, letter, clientMutationId));
  }
}
