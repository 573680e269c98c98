import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import type { LocatedMessage } from '../../reads/located.js';
import { showAttachments } from '../../reads/show-attachments.js';
import { described } from '../../types/described.js';
import { LetterDeliveryType } from '../../types/letter-delivery.js';
import { AttachmentType, MessageBodyType, MessageType } from '../../types/message.js';

@Resolver(() => MessageType)
export class MessageFields {
  @FieldResolver(
    () => MessageBodyType,
    described(
      'Corps lisible. Le demander est tracé comme une lecture.',
      'Readable body. Asking for it is traced as a reading.',
    ),
  )
  body(@Root() message: LocatedMessage, @Ctx() context: ApiContext): Promise<MessageBodyType> {
    return signedIn(context).mail.body(message);
  }

  @FieldResolver(() => [AttachmentType], described('Pièces jointes.', 'Attachments.'))
  attachments(@Root() { structure }: LocatedMessage): AttachmentType[] {
    return showAttachments(structure);
  }

  @FieldResolver(
    () => [LetterDeliveryType],
    described(
      'Ce qu’il en advient pour chaque destinataire, quand il est parti de cette BAL ; vide sinon.',
      'What becomes of it for each recipient, when it left this BAL; empty otherwise.',
    ),
  )
  deliveries(@Root() message: LocatedMessage, @Ctx() context: ApiContext): Promise<LetterDeliveryType[]> {
    return signedIn(context).sentLetters.ofMessage(message);
  }
}
