import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import type { LocatedThread } from '../../threads/located-thread.js';
import { described } from '../../types/described.js';
import { AddressType, MessageConnection } from '../../types/message.js';
import { PageArguments } from '../../types/page.js';
import { ThreadType } from '../../types/thread.js';

@Resolver(() => ThreadType)
export class ThreadFields {
  @FieldResolver(() => String, {
    nullable: true,
    ...described('Objet du premier message.', 'Subject of the first message.'),
  })
  subject(@Root() thread: LocatedThread, @Ctx() context: ApiContext): Promise<string | null> {
    return signedIn(context).threads.subject(thread);
  }

  @FieldResolver(
    () => [AddressType],
    described(
      'Qui a écrit le premier message et les dix derniers, dans l’ordre où ils ont parlé.',
      'Who wrote the first message and the ten latest, in the order in which they spoke.',
    ),
  )
  participants(@Root() thread: LocatedThread, @Ctx() context: ApiContext): Promise<AddressType[]> {
    return signedIn(context).threads.participants(thread);
  }

  @FieldResolver(
    () => MessageConnection,
    described('Ses messages, les plus récents d’abord.', 'Its messages, the newest first.'),
  )
  messages(
    @Root() thread: LocatedThread,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
  ): Promise<MessageConnection> {
    return signedIn(context).threads.messages(thread, page);
  }
}
