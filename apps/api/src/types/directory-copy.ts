import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

export enum DirectoryCopyKindName {
  BALS = 'bals',
  IDENTITIES = 'identities',
  OWN = 'own',
}
registerEnumType(DirectoryCopyKindName, {
  name: 'DirectoryCopyKind',
  ...described('Ce qu’une copie de l’Annuaire contient.', 'What a copy of the Annuaire holds.'),
  valuesConfig: {
    BALS: described('Les BAL publiées par tous les opérateurs.', 'The BAL that all operators publish.'),
    IDENTITIES: described('Les professionnels et leurs exercices.', 'Professionals and their practices.'),
    OWN: described('Les BAL publiées de cet opérateur.', 'The published BAL of this operator.'),
  },
});

@ObjectType(
  'DirectoryCopy',
  shown(
    'Une copie de l’Annuaire Santé que la recherche lit.',
    'A copy of the Annuaire Santé that searches read.',
  ),
)
export class DirectoryCopyType {
  @Field(() => DirectoryCopyKindName, described('Contenu.', 'Content.'))
  kind!: DirectoryCopyKindName;

  @Field(
    () => Boolean,
    described(
      'Vrai si elle attend l’accord d’une personne, ayant perdu plus de 20 % de la précédente.',
      'True when it awaits a person’s yes, having lost more than 20% of the one before.',
    ),
  )
  isPending!: boolean;

  @Field(() => String, { nullable: true, ...described('Nom du fichier.', 'Name of the file.') })
  fileName!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Date de ce qu’elle dit.', 'Date of what it tells.'),
  })
  asOf!: Date | null;

  @Field(() => DateTime, { nullable: true, ...described('Date de son chargement.', 'When it was loaded.') })
  loadedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    ...described('Empreinte SHA-256, à rendre pour donner l’accord.', 'SHA-256, to give back with the yes.'),
  })
  sha256!: string | null;

  @Field(() => Int, described('Nombre de lignes.', 'Number of lines.'))
  lineCount!: number;

  @Field(() => Int, described('Lignes illisibles, laissées de côté.', 'Unreadable lines, left aside.'))
  badLineCount!: number;
}
