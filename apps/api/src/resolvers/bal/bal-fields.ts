import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { BalType } from '../../types/bal.js';
import { described } from '../../types/described.js';
import { FolderType } from '../../types/folder.js';

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
}
