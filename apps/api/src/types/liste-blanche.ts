import { Field, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'ListeBlancheState',
  shown('Liste blanche MSSanté en vigueur.', 'The MSSanté whitelist in force.'),
)
export class ListeBlancheStateType {
  @Field(
    () => Boolean,
    described('Vrai si une liste valide est disponible.', 'True when a valid list is available.'),
  )
  available!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Date de génération par l’ANS.', 'Date of generation by the ANS.'),
  })
  generatedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, ...described('Date de téléchargement.', 'Date of download.') })
  fetchedAt!: Date | null;

  @Field(() => String, { nullable: true, ...described('Signataire.', 'Signer.') })
  signerDn!: string | null;

  @Field(() => Int, described('Nombre de domaines.', 'Number of domains.'))
  domainCount!: number;

  @Field(() => Int, described('Nombre de lignes.', 'Number of rows.'))
  rowCount!: number;
}
