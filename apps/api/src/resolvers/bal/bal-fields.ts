import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { BalType } from '../../types/bal.js';
import { described } from '../../types/described.js';
import { FolderType } from '../../types/folder.js';
import { MessageConnection } from '../../types/message.js';
import { MessageFilterInput } from '../../types/message-filter.js';
import { PageArguments } from '../../types/page.js';
import { ThreadConnection, ThreadType } from '../../types/thread.js';

@Resolver(() => BalType)
export class BalFields {
  @FieldResolver(
    () => [FolderType],
    described(
      'Dossiers ; liste vide pour qui ne peut pas lire la BAL.',
      'Folders; an empty list for whoever may not read the BAL.',
    ),
  )
  folders(@Root() bal: BalType, @Ctx() context: ApiContext): Promise<readonly FolderType[]> {
    return signedIn(context).mail.folders(bal.id);
  }

  @FieldResolver(() => FolderType, {
    nullable: true,
    ...described('Un de ses dossiers.', 'One of its folders.'),
  })
  async folder(
    @Root() bal: BalType,
    @Ctx() context: ApiContext,
    @Arg('id', () => ID, described('Identifiant du dossier.', 'Identifier of the folder.')) id: string,
  ): Promise<FolderType | null> {
    const folders = await signedIn(context).mail.folders(bal.id);
    return folders.find((folder) => folder.id === id) ?? null;
  }

  @FieldResolver(
    () => MessageConnection,
    described(
      'Messages trouvés, dossier par dossier, les plus récents de chacun d’abord ; aucun pour qui ne peut pas lire la BAL.',
      'Messages found, folder by folder, the newest of each first; none for whoever may not read the BAL.',
    ),
  )
  search(
    @Root() bal: BalType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
    @Arg('filter', () => MessageFilterInput, {
      nullable: true,
      ...described('Ce que l’on cherche ; tout, sans lui.', 'What is looked for; everything without it.'),
    })
    filter: MessageFilterInput | null,
  ): Promise<MessageConnection> {
    return signedIn(context).mail.search(bal.id, filter ?? {}, page);
  }

  @FieldResolver(
    () => ThreadConnection,
    described(
      'Conversations de tous les dossiers, corbeille et indésirables exceptés ; aucune pour qui ne peut pas lire la BAL.',
      'Conversations of all folders but trash and junk; none for whoever may not read the BAL.',
    ),
  )
  threads(
    @Root() bal: BalType,
    @Ctx() context: ApiContext,
    @Args() page: PageArguments,
  ): Promise<ThreadConnection> {
    return signedIn(context).threads.ofBal(bal.id, page);
  }

  @FieldResolver(() => ThreadType, {
    nullable: true,
    ...described('Une de ses conversations.', 'One of its conversations.'),
  })
  thread(
    @Root() bal: BalType,
    @Ctx() context: ApiContext,
    @Arg('id', () => ID, described('Identifiant de la conversation.', 'Identifier of the conversation.'))
    id: string,
  ): Promise<ThreadType | null> {
    return signedIn(context).threads.one(bal.id, id);
  }
}
