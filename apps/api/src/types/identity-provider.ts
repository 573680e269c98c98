import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { described, shown } from './described.js';
import { DateTime } from './scalars.js';

const ISSUER = described(
  'Émetteur OpenID Connect (https), exactement comme sa description le dit.',
  'OpenID Connect issuer (https), exactly as its description says.',
);
const CLIENT_ID = described('Notre identifiant chez lui.', 'Our identifier with it.');
const DOMAINS = described(
  'Domaines des adresses dont il répond, 20 au plus.',
  'Domains of the addresses it answers for, 20 at most.',
);

@ObjectType(
  'IdentityProvider',
  shown(
    'Fournisseur d’identité d’une structure, pour ses gestionnaires et auditeurs sans carte. Son secret n’est jamais montré.',
    'Identity provider of a structure, for its managers and auditors without a card. Its secret is never shown.',
  ),
)
export class IdentityProviderType {
  @Field(() => String, ISSUER)
  issuer!: string;

  @Field(() => String, CLIENT_ID)
  clientId!: string;

  @Field(() => [String], DOMAINS)
  domains!: readonly string[];

  @Field(
    () => Int,
    described('Version, à rendre avec un changement.', 'Version, to give back with a change.'),
  )
  version!: number;

  @Field(() => DateTime, described('Choisi le.', 'Set at.'))
  setAt!: Date;
}

@InputType('IdentityProviderInput', shown('Fournisseur voulu.', 'The wanted provider.'))
export class IdentityProviderInput {
  @Field(() => String, ISSUER)
  issuer!: string;

  @Field(() => String, CLIENT_ID)
  clientId!: string;

  @Field(
    () => String,
    described('Secret convenu avec lui ; il est scellé.', 'Secret agreed with it; it is sealed.'),
  )
  clientSecret!: string;

  @Field(() => [String], DOMAINS)
  domains!: string[];
}

@ObjectType(
  'LocalIdentity',
  shown(
    'Personne qui peut se connecter par le fournisseur de sa structure.',
    'A person who may sign in by the provider of their structure.',
  ),
)
export class LocalIdentityType {
  @Field(
    () => ID,
    described(
      'Identifiant de la personne dans la structure.',
      'The person’s identifier within the structure.',
    ),
  )
  personId!: string;

  @Field(() => String, described('Nom de la personne.', 'Name of the person.'))
  name!: string;

  @Field(() => String, described('Adresse enregistrée.', 'Registered address.'))
  email!: string;

  @Field(() => DateTime, described('Enregistrée le.', 'Registered at.'))
  registeredAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    ...described(
      'Première connexion, qui l’a liée à ce compte pour toujours ; absente jusque-là.',
      'First sign-in, which bound it to that account for good; absent until then.',
    ),
  })
  boundAt!: Date | null;
}
