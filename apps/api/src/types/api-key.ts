import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { connectionOf, edgeOf } from './page.js';
import { DateTime } from './scalars.js';

@ObjectType(
  'ApiKey',
  shown(
    'Clé d’une application partenaire. Son secret n’est gardé nulle part.',
    'Key of a partner application. Its secret is kept nowhere.',
  ),
)
export class ApiKeyType {
  @Field(
    () => ID,
    described(
      'Identifiant de la clé ; c’est aussi le « client_id » d’OAuth 2.0.',
      'Identifier of the key; also the “client_id” of OAuth 2.0.',
    ),
  )
  id!: string;

  @Field(() => String, described('Nom de l’application.', 'Name of the application.'))
  name!: string;

  @Field(
    () => String,
    described('Début du secret, pour le reconnaître.', 'Beginning of the secret, to recognise it.'),
  )
  prefix!: string;

  @Field(() => [String], described('Portées : ce que la clé peut faire.', 'Scopes: what the key may do.'))
  scopes!: readonly string[];

  @Field(
    () => [String],
    described(
      'Réseaux (CIDR) d’où elle peut servir ; vide : de partout.',
      'Networks (CIDR) it may be used from; empty: from everywhere.',
    ),
  )
  networks!: readonly string[];

  @Field(() => DateTime, described('Créée le.', 'Created at.'))
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Fin ; absente pour une clé plus ancienne que cette règle.',
      'End; absent for a key older than this rule.',
    ),
  })
  expiresAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    ...described('Dernier usage, à la minute près.', 'Last use, to the minute.'),
  })
  lastUsedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, ...described('Révoquée le.', 'Revoked at.') })
  revokedAt!: Date | null;

  @Field(() => ID, {
    nullable: true,
    ...described(
      'Clé qui l’a créée, avec laquelle elle est révoquée.',
      'The key that made it, with which it is revoked.',
    ),
  })
  madeBy!: string | null;

  @Field(() => Boolean, described('Vrai si elle peut servir maintenant.', 'True when it may be used now.'))
  isUsable!: boolean;
}

@ObjectType(
  'ApiKeyCreated',
  shown(
    'Clé créée, avec son secret montré cette seule fois.',
    'A created key, with its secret shown this once.',
  ),
)
export class ApiKeyCreatedType {
  @Field(
    () => String,
    described(
      'Secret à garder : il ne sera plus jamais montré. C’est aussi le « client_secret » d’OAuth 2.0.',
      'Secret to keep: it will never be shown again. Also the “client_secret” of OAuth 2.0.',
    ),
  )
  secret!: string;

  @Field(() => ApiKeyType, described('La clé.', 'The key.'))
  apiKey!: ApiKeyType;
}

@InputType('ApiKeyCreateInput', shown('Clé demandée.', 'The key that is asked for.'))
export class ApiKeyCreateInput {
  @Field(
    () => String,
    described(
      'Nom de l’application, 100 signes au plus.',
      'Name of the application, 100 characters at most.',
    ),
  )
  name!: string;

  @Field(
    () => [String],
    described(
      'Portées, une au moins ; une clé n’en donne pas qu’elle n’a pas.',
      'Scopes, one at least; a key gives none that it has not.',
    ),
  )
  scopes!: string[];

  @Field(() => DateTime, described('Fin, dans un an au plus.', 'End, within a year.'))
  expiresAt!: Date;

  @Field(() => [String], {
    nullable: true,
    ...described(
      'Réseaux d’où elle peut servir (adresses ou CIDR, IPv4 ou IPv6), 50 au plus ; de partout s’il n’y en a pas.',
      'Networks it may be used from (addresses or CIDR, IPv4 or IPv6), 50 at most; from everywhere when there is none.',
    ),
  })
  networks!: string[] | null;
}

@ObjectType(shown('Une clé et son curseur.', 'A key and its cursor.'))
export class ApiKeyEdge extends edgeOf(ApiKeyType) {}

@ObjectType(shown('Une page des clés, les plus récentes d’abord.', 'A page of the keys, newest first.'))
export class ApiKeyConnection extends connectionOf(ApiKeyEdge) {}
