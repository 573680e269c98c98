import { Field, ID, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { ListeBlancheChangeKindName } from './enums.js';
import { connectionOf, edgeOf } from './page.js';
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

  @Field(() => DateTime, {
    nullable: true,
    ...described('Fin du certificat du signataire.', 'End of the signer’s certificate.'),
  })
  signerExpiresAt!: Date | null;

  @Field(
    () => Boolean,
    described(
      'Vrai si aucune nouvelle liste valide n’est arrivée depuis 36 heures.',
      'True when no new valid list has come for 36 hours.',
    ),
  )
  stale!: boolean;

  @Field(() => Int, described('Nombre de domaines.', 'Number of domains.'))
  domainCount!: number;

  @Field(() => Int, described('Nombre de lignes.', 'Number of rows.'))
  rowCount!: number;
}

@ObjectType(
  'ListeBlanchePending',
  shown(
    'Liste blanche reçue et vérifiée, mais amputée de plus de 20 % : elle attend l’accord d’un responsable de l’opérateur.',
    'A whitelist received and verified, but smaller by more than 20%: it awaits the yes of a person in charge at the operator.',
  ),
)
export class ListeBlanchePendingType {
  @Field(
    () => String,
    described('Empreinte SHA-256, à rendre pour donner l’accord.', 'SHA-256, to give back with the yes.'),
  )
  sha256!: string;

  @Field(() => DateTime, described('Date de génération par l’ANS.', 'Date of generation by the ANS.'))
  generatedAt!: Date;

  @Field(() => DateTime, described('Date de téléchargement.', 'Date of download.'))
  fetchedAt!: Date;

  @Field(() => String, described('Signataire.', 'Signer.'))
  signerDn!: string;

  @Field(() => Int, described('Nombre de domaines.', 'Number of domains.'))
  domainCount!: number;

  @Field(() => Int, described('Nombre de lignes.', 'Number of rows.'))
  rowCount!: number;
}

@ObjectType(
  'ListeBlancheChange',
  shown(
    'Ce qu’une version de la liste a changé pour un domaine.',
    'What a version of the list changed for a domain.',
  ),
)
export class ListeBlancheChangeType {
  @Field(() => ID, described('Identifiant du changement.', 'Identifier of the change.'))
  id!: string;

  @Field(() => DateTime, described('Entrée en vigueur de la version.', 'When the version came in force.'))
  at!: Date;

  @Field(() => ListeBlancheChangeKindName, described('Nature.', 'Kind.'))
  kind!: ListeBlancheChangeKindName;

  @Field(() => String, described('Domaine.', 'Domain.'))
  domain!: string;

  @Field(() => [String], described('DN qui parlaient pour lui avant.', 'DNs that spoke for it before.'))
  former!: readonly string[];

  @Field(() => [String], described('DN qui parlent pour lui depuis.', 'DNs that speak for it since.'))
  present!: readonly string[];
}

@ObjectType(shown('Changement et son curseur.', 'A change and its cursor.'))
export class ListeBlancheChangeEdge extends edgeOf(ListeBlancheChangeType) {}

@ObjectType(shown('Une page de changements, les plus récents d’abord.', 'A page of changes, newest first.'))
export class ListeBlancheChangeConnection extends connectionOf(ListeBlancheChangeEdge) {}
