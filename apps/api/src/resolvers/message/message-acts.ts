import type { FlagChange } from '@cachet/mss-core';
import { ANSWERED, FLAGGED, SEEN } from '@cachet/mss-core';
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { type ApiContext, signedIn } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import type { FolderType } from '../../types/folder.js';
import type { MessagesChangeType } from '../../types/messages-change.js';
import type { Refus } from '../../types/refus.js';
import { FolderResult, MessagesChangeResult } from '../../types/results.js';
import { answer } from '../answer.js';

const BAL_ID = described('Identifiant de la BAL.', 'Identifier of the BAL.');
const IDS = described('Identifiants des messages, 500 au plus.', 'Identifiers of the messages, 500 at most.');
const FOLDER_ID = described('Dossier de destination.', 'Folder to put them in.');

/** Acts on many messages of a BAL that the caller reads; all of them in one transaction. */
@Resolver()
export class MessageActOperations {
  @Mutation(
    () => MessagesChangeResult,
    described(
      'Change les marques de messages ; ce qui n’est pas dit reste.',
      'Changes the marks of messages; what is not told stays.',
    ),
  )
  async messagesMark(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('ids', () => [ID], IDS) ids: string[],
    @Arg('seen', () => Boolean, { nullable: true, ...described('Lus.', 'Seen.') }) seen?: boolean | null,
    @Arg('flagged', () => Boolean, { nullable: true, ...described('Suivis.', 'Flagged.') }) flagged?:
      | boolean
      | null,
    @Arg('answered', () => Boolean, { nullable: true, ...described('Répondus.', 'Answered.') })
    answered?: boolean | null,
  ): Promise<MessagesChangeType | Refus> {
    const asked = [
      [SEEN, seen],
      [FLAGGED, flagged],
      [ANSWERED, answered],
    ] as const;
    const flags = (wanted: boolean) => asked.filter(([, value]) => value === wanted).map(([flag]) => flag);
    const changes: FlagChange[] = [
      { mode: 'add', flags: flags(true) },
      { mode: 'remove', flags: flags(false) },
    ];
    return answer(await signedIn(context).messageActs.mark(balId, ids, changes));
  }

  @Mutation(
    () => MessagesChangeResult,
    described('Déplace des messages vers un dossier.', 'Moves messages to a folder.'),
  )
  async messagesMove(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('ids', () => [ID], IDS) ids: string[],
    @Arg('folderId', () => ID, FOLDER_ID) folderId: string,
  ): Promise<MessagesChangeType | Refus> {
    return answer(await signedIn(context).messageActs.transfer(balId, ids, folderId, 'move'));
  }

  @Mutation(
    () => MessagesChangeResult,
    described('Copie des messages dans un dossier.', 'Copies messages to a folder.'),
  )
  async messagesCopy(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('ids', () => [ID], IDS) ids: string[],
    @Arg('folderId', () => ID, FOLDER_ID) folderId: string,
  ): Promise<MessagesChangeType | Refus> {
    return answer(await signedIn(context).messageActs.transfer(balId, ids, folderId, 'copy'));
  }

  @Mutation(
    () => MessagesChangeResult,
    described('Met des messages à la corbeille.', 'Puts messages in the trash.'),
  )
  async messagesDiscard(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('ids', () => [ID], IDS) ids: string[],
  ): Promise<MessagesChangeType | Refus> {
    return answer(await signedIn(context).messageActs.discard(balId, ids));
  }

  @Mutation(
    () => MessagesChangeResult,
    described(
      'Supprime des messages pour de bon : rien ne les ramène.',
      'Removes messages for good: nothing brings them back.',
    ),
  )
  async messagesDestroy(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('ids', () => [ID], IDS) ids: string[],
  ): Promise<MessagesChangeType | Refus> {
    return answer(await signedIn(context).messageActs.destroy(balId, ids));
  }

  @Mutation(
    () => FolderResult,
    described('Marque comme lus tous les messages d’un dossier.', 'Marks every message of a folder as seen.'),
  )
  async folderMarkSeen(
    @Ctx() context: ApiContext,
    @Arg('balId', () => ID, BAL_ID) balId: string,
    @Arg('folderId', () => ID, described('Identifiant du dossier.', 'Identifier of the folder.'))
    folderId: string,
  ): Promise<FolderType | Refus> {
    const { mail, messageActs } = signedIn(context);
    const marked = await messageActs.markFolderSeen(balId, folderId);
    return answer(marked.ok ? await mail.folder(balId, folderId) : marked);
  }
}
