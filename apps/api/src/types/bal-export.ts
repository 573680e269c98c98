import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

export enum BalExportFormatName {
  EML = 'eml',
  MBOX = 'mbox',
}
registerEnumType(BalExportFormatName, {
  name: 'BalExportFormat',
  ...described('Forme des messages dans l’archive.', 'How messages lie in the archive.'),
  valuesConfig: {
    EML: described('Un fichier par message.', 'One file for each message.'),
    MBOX: described('Un fichier par dossier.', 'One file for each folder.'),
  },
});

@ObjectType(
  'BalExportLink',
  shown(
    'Adresse où télécharger tous les messages d’une BAL.',
    'Where to download all the messages of a BAL.',
  ),
)
export class BalExportLinkType {
  @Field(
    () => String,
    described(
      'Chemin à demander à l’API (GET), ticket compris.',
      'Path to ask the API for (GET), ticket included.',
    ),
  )
  url!: string;

  @Field(() => DateTime, described('Jusqu’à quand elle sert.', 'Until when it serves.'))
  expiresAt!: Date;
}
