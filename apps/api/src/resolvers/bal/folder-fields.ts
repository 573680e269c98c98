import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import type { LocatedFolder } from '../../reads/located.js';
import { described } from '../../types/described.js';
import { FolderType } from '../../types/folder.js';
import { MessageConnection } from '../../types/message.js';
import { PageArguments } from '../../types/page.js';
import { ThreadConnection } from '../../types/thread.js';

@Resolver(() => FolderType)
export class FolderFields {
  @FieldResolver(
    () => MessageConnection,
    described('Messages du dossier, les plus récents d’abord.', 'Messages of the folder, newest first.'),
  )
  messages(
    @Root() folder: LocatedFolder,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
  ): Promise<MessageConnection> {
    return signedIn(context).mail.messages(folder, page);
  }

  @FieldResolver(
    () => ThreadConnection,
    described(
      'Conversations dont un message est dans ce dossier, avec leurs messages des autres dossiers.',
      'Conversations with a message in this folder, with their messages of other folders.',
    ),
  )
  threads(
    @Root() folder: LocatedFolder,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
  ): Promise<ThreadConnection> {
    return signedIn(context).threads.ofFolder(folder, page);
  }
}
