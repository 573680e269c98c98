import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ProviderProblem } from '../managers/provider-fault.js';
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

/** The values are the desk’s own words. */
export enum IdentityProviderProblemName {
  UNREACHABLE = 'unreachable',
  ADDRESS_NOT_PUBLIC = 'addressNotPublic',
  NO_DESCRIPTION = 'noDescription',
  OTHER_ISSUER = 'otherIssuer',
  NO_SIGNATURE = 'noSignature',
  NO_CODE = 'noCode',
  NO_PKCE = 'noPkce',
  NO_SECRET = 'noSecret',
  ENDPOINT_MISSING = 'endpointMissing',
  CLIENT_REFUSED = 'clientRefused',
  ANSWER_REFUSED = 'answerRefused',
}
registerEnumType(IdentityProviderProblemName, {
  name: 'IdentityProviderProblem',
  ...described('Pourquoi un fournisseur ne peut pas servir.', 'Why a provider cannot be used.'),
  valuesConfig: {
    UNREACHABLE: described(
      'Il ne répond pas, ou pas à temps, ou son certificat n’est pas reconnu.',
      'It does not answer, or not in time, or its certificate is not recognised.',
    ),
    ADDRESS_NOT_PUBLIC: described(
      'Une de ses adresses n’est pas publique : nous ne l’appelons pas.',
      'One of its addresses is not public: we do not call it.',
    ),
    NO_DESCRIPTION: described(
      'Aucune description OpenID Connect n’est publiée par cet émetteur.',
      'No OpenID Connect description is published by that issuer.',
    ),
    OTHER_ISSUER: described(
      'Sa description est celle d’un autre émetteur, à la lettre près.',
      'Its description is of another issuer, to the letter.',
    ),
    NO_SIGNATURE: described(
      'Il ne signe pas ses jetons par une clé publique.',
      'It does not sign its tokens by a public key.',
    ),
    NO_CODE: described(
      'Il ne connaît pas le code d’autorisation.',
      'It does not know the authorization code.',
    ),
    NO_PKCE: described('Il refuse PKCE (S256).', 'It refuses PKCE (S256).'),
    NO_SECRET: described(
      'Il ne reconnaît pas un client à son secret.',
      'It does not know a client by a secret.',
    ),
    ENDPOINT_MISSING: described(
      'Une adresse manque dans sa description, ou n’est pas en https.',
      'An address is missing from its description, or is not of https.',
    ),
    CLIENT_REFUSED: described(
      'Il ne reconnaît pas notre identifiant ou notre secret.',
      'It does not know our identifier or our secret.',
    ),
    ANSWER_REFUSED: described('Sa réponse n’est pas acceptable.', 'Its answer is not acceptable.'),
  },
});

@ObjectType(
  'IdentityProviderCheck',
  shown('Ce qu’un essai du fournisseur a montré.', 'What a try of the provider showed.'),
)
export class IdentityProviderCheckType {
  @Field(() => IdentityProviderProblemName, {
    nullable: true,
    ...described(
      'Ce qui empêche de s’en servir ; absent si tout va.',
      'What keeps it from being used; absent when all is well.',
    ),
  })
  problem!: ProviderProblem | null;

  @Field(
    () => Boolean,
    described('Il ferme sa propre session quand on se déconnecte.', 'It ends its own session on sign-out.'),
  )
  endsSession!: boolean;

  @Field(
    () => Boolean,
    described(
      'Il annonce les déconnexions (Back-Channel Logout).',
      'It tells of logouts (Back-Channel Logout).',
    ),
  )
  tellsLogouts!: boolean;
}
