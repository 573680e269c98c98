import { Field, ID, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { FolderUseName } from './enums.js';

@ObjectType('Folder', shown('Dossier d’une BAL.', 'Folder of a BAL.'))
export class FolderType {
  @Field(() => ID, described('Identifiant du dossier.', 'Identifier of the folder.'))
  id!: string;

  @Field(() => String, described('Nom du dossier.', 'Name of the folder.'))
  name!: string;

  @Field(() => FolderUseName, {
    nullable: true,
    ...described('Usage réservé, s’il en a un.', 'Reserved use, if any.'),
  })
  specialUse!: FolderUseName | null;

  @Field(() => Int, described('Nombre de messages.', 'Number of messages.'))
  total!: number;

  @Field(() => Int, described('Nombre de messages non lus.', 'Number of unread messages.'))
  unread!: number;
}
