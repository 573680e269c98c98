import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ApiContext } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { AttachmentType, MessageBodyType, MessageType } from '../../types/message.js';

@Resolver(() => MessageType)
export class MessageFields {
  @FieldResolver(
    () => MessageBodyType,
    described('Corps lisible. Le demander est tracé comme une lecture.', 'Readable body. Asking for it is traced as a reading.'),
  )
  body(@Root() message: MessageType, @Ctx() context: ApiContext): Promise<MessageBodyType> {
    return context.mail.body(message);
  }

  @FieldResolver(() => [AttachmentType], described('Pièces jointes.', 'Attachments.'))
  attachments(@Root() message: MessageType, @Ctx() context: ApiContext): Promise<readonly AttachmentType[]> {
    return context.mail.attachments(message);
  }
}
