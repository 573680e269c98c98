import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import type { LocatedSentLetter } from '../../letters/sent-letters.js';
import { described } from '../../types/described.js';
import { SentLetterType } from '../../types/letter.js';
import { LetterDeliveryType } from '../../types/letter-delivery.js';

@Resolver(() => SentLetterType)
export class SentLetterFields {
  @FieldResolver(
    () => [LetterDeliveryType],
    described('Ce qu’il en advient pour chaque destinataire.', 'What becomes of it for each recipient.'),
  )
  deliveries(@Root() letter: LocatedSentLetter, @Ctx() context: ApiContext): Promise<LetterDeliveryType[]> {
    return signedIn(context).sentLetters.ofSent(letter);
  }
}
