import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { ApiContext } from '../../context/api-context.js';
import { described } from '../../types/described.js';
import { FolderType } from '../../types/folder.js';
import { MessageConnection } from '../../types/message.js';
import { AFTER, FIRST } from '../../types/page.js';

@Resolver(() => FolderType)
export class FolderFields {
  @FieldResolver(() => Int, described('Nombre de messages.', 'Number of messages.'))
  async total(@Root() folder: FolderType, @Ctx() context: ApiContext): Promise<number> {
    return (await context.mail.counters(folder)).total;
  }

  @FieldResolver(() => Int, described('Nombre de messages non lus.', 'Number of unread messages.'))
  async unread(@Root() folder: FolderType, @Ctx() context: ApiContext): Promise<number> {
    return (await context.mail.counters(folder)).unread;
  }

  @FieldResolver(
    () => MessageConnection,
    described('Messages du dossier, les plus récents d’abord.', 'Messages of the folder, newest first.'),
  )
  messages(
    @Root() folder: FolderType,
    @Ctx() context: ApiContext,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: string | null,
  ): Promise<MessageConnection> {
    return context.mail.messages(folder, { first, after: after ?? null });
  }
}
