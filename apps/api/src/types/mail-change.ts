import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';

export enum MailChangeKind {
  START = 'START',
  FOLDER = 'FOLDER',
  FOLDERS = 'FOLDERS',
}

registerEnumType(MailChangeKind, {
  name: 'MailChangeKind',
  ...described('Ce qui a changé dans une BAL.', 'What changed in a BAL.'),
  valuesConfig: {
    START: described(
      'Rien encore : le suivi est en place, et voici d’où reprendre.',
      'Nothing yet: it is being followed, and this is where to go on from.',
    ),
    FOLDER: described('Les messages d’un dossier.', 'The messages of a folder.'),
    FOLDERS: described(
      'Les dossiers eux-mêmes : créés, renommés, supprimés ; à relire.',
      'The folders themselves: made, renamed, deleted; read them again.',
    ),
  },
});

/** Ids and numbers: what somebody may read of a message is asked for by its id. */
@ObjectType(
  'MailChange',
  shown(
    'Un changement dans une BAL : identifiants et nombres, jamais de contenu.',
    'A change in a BAL: ids and numbers, never content.',
  ),
)
export class MailChangeType {
  @Field(() => ID, described('La BAL.', 'The BAL.'))
  balId!: string;

  @Field(() => MailChangeKind, described('Ce qui a changé.', 'What changed.'))
  kind!: MailChangeKind;

  @Field(
    () => String,
    described(
      'D’où reprendre sans rien perdre, à rendre dans « after ».',
      'Where to go on from without losing anything, to give back in “after”.',
    ),
  )
  cursor!: string;

  @Field(() => ID, {
    nullable: true,
    ...described('Le dossier, quand ce sont ses messages.', 'The folder, when it is its messages.'),
  })
  folderId!: string | null;

  @Field(() => Int, { nullable: true, ...described('Messages du dossier.', 'Messages of the folder.') })
  total!: number | null;

  @Field(() => Int, { nullable: true, ...described('Dont non lus.', 'Unread ones among them.') })
  unread!: number | null;

  @Field(() => [ID], described('Messages arrivés.', 'Messages that came.'))
  arrived!: string[];

  @Field(() => [ID], described('Messages dont les marques ont changé.', 'Messages whose marks changed.'))
  changed!: string[];

  @Field(() => [ID], described('Messages partis du dossier.', 'Messages that left the folder.'))
  removed!: string[];

  @Field(
    () => Boolean,
    described(
      'Faux quand il s’est passé plus que ces listes ne tiennent : le dossier est à relire.',
      'False when more happened than these lists hold: read the folder again.',
    ),
  )
  complete!: boolean;
}
