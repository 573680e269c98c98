import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import {
  type AttachmentLinkType,
  LetterInput,
  type SavedDraftType,
  type SentLetterType,
} from '../../types/letter.js';
import type { Refus } from '../../types/refus.js';
import { AttachmentLinkResult, DraftSaveResult, MessageSendResult } from '../../types/results.js';
import { answer } from '../answer.js';
import { BAL_ID, CLIENT_MUTATION_ID, DRAFT_ID } from './letter-arguments.js';

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
    return answer(await signedIn(context).sends.send(balId, letter, clientMutationId));
  }

  @Mutation(
    () => DraftSaveResult,
    described(
      'Enregistre un nouveau brouillon dans le dossier des brouillons, où les logiciels de messagerie le voient aussi.',
      'Saves a new draft in the folder of drafts, where mail programs see it too.',
    ),
  )
  async draftSave(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('letter', () => LetterInput, described('Le brouillon.', 'The draft.')) letter: LetterInput,
  ): Promise<SavedDraftType | Refus> {
    return answer(await signedIn(context).drafts.save(balId, letter, null));
  }

  @Mutation(
    () => DraftSaveResult,
    described(
      'Remplace un brouillon ; refusé (changedMeanwhile) si quelqu’un l’a remplacé ou envoyé depuis.',
      'Replaces a draft; refused (changedMeanwhile) when somebody replaced or sent it since.',
    ),
  )
  async draftUpdate(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('draftId', () => ID, DRAFT_ID) draftId: string,
    @Arg('letter', () => LetterInput, described('Le brouillon, en entier.', 'The draft, as a whole.'))
    letter: LetterInput,
    @Arg('keptPartIds', () => [String], {
      nullable: true,
      ...described('Pièces jointes du brouillon qui restent.', 'Attachments of the draft that stay.'),
    })
    keptPartIds?: string[] | null,
  ): Promise<SavedDraftType | Refus> {
    const former = { id: draftId, keptParts: keptPartIds ?? [] };
    return answer(await signedIn(context).drafts.save(balId, letter, former));
  }

  @Mutation(
    () => MessageSendResult,
    described(
      'Envoie un brouillon et le retire ; redemandé, il ne part pas deux fois.',
      'Sends a draft and removes it; asked again, it does not leave twice.',
    ),
  )
  async draftSend(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('draftId', () => ID, DRAFT_ID) draftId: string,
  ): Promise<SentLetterType | Refus> {
    return answer(await signedIn(context).drafts.send(balId, draftId));
  }

  @Query(
    () => MessageSendResult,
    described(
      'Ce que l’appelant a envoyé sous cet identifiant, pendant sept jours : ce qu’il en advient se suit ainsi sans le droit de lire la BAL.',
      'What the caller sent under that id, for seven days: so it is followed without the right to read the BAL.',
    ),
  )
  async sentLetter(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('clientMutationId', () => String, CLIENT_MUTATION_ID) clientMutationId: string,
  ): Promise<SentLetterType | Refus> {
    return answer(await signedIn(context).sentLetters.again(balId, clientMutationId));
  }

  @Query(
    () => AttachmentLinkResult,
    described(
      'Adresse où télécharger une pièce jointe sans montrer de jeton : pour cette session seule, cinq minutes.',
      'Where to download an attachment without showing a token: for this session alone, five minutes.',
    ),
  )
  async attachmentLink(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('messageId', () => ID, described('Identifiant du message.', 'Identifier of the message.'))
    messageId: string,
    @Arg('partId', () => String, described('Numéro de la partie.', 'Part number.')) partId: string,
  ): Promise<AttachmentLinkType | Refus> {
    return answer(await signedIn(context).attachmentLinks.link({ balId, messageId, partId }));
  }
}
