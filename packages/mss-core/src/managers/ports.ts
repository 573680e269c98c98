import type { AdministrationDesk, Person, TenantRegister } from '../administration/index.js';
import type { Journal } from '../traceability/index.js';

/** The OpenID Connect provider by which the managers and auditors of a structure may come in without a card. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  /** Domains of e-mail addresses it is believed about; lower case. */
  readonly domains: readonly string[];
  readonly version: number;
  readonly setAt: Date;
}

/** Who may come in by it: known by address until the first sign-in, by issuer and subject from then on. */
export interface LocalIdentity {
  readonly person: Person;
  /** Lower case. */
  readonly email: string;
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly registeredAt: Date;
  readonly boundAt: Date | null;
}

export interface NewIdentityProvider extends Pick<IdentityProvider, 'issuer' | 'clientId' | 'domains'> {
  readonly sealedSecret: Uint8Array;
}

/** The provider of one tenant, and who may come in by it. What ends here ends the sessions it opened, in the same transaction. */
export interface IdentityProviderStore {
  current(): Promise<IdentityProvider | null>;
  sealedSecret(): Promise<Uint8Array | null>;
  set(provider: NewIdentityProvider): Promise<IdentityProvider>;
  remove(): Promise<void>;
  /** In order of address, so many at most. */
  identities(most: number): Promise<readonly LocalIdentity[]>;
  ofPerson(personId: string): Promise<LocalIdentity | null>;
  bySubject(issuer: string, subject: string): Promise<LocalIdentity | null>;
  byEmail(email: string): Promise<LocalIdentity | null>;
  /** Nobody's until somebody signs in. False when the address is another person's. */
  register(personId: string, email: string): Promise<boolean>;
  /** False when it is bound already. */
  bind(personId: string, issuer: string, subject: string): Promise<boolean>;
  /** False when there was none. */
  forget(personId: string): Promise<boolean>;
}

export interface IdentityProviderDesk {
  readonly providers: IdentityProviderStore;
  readonly people: Pick<AdministrationDesk['people'], 'byId'>;
  readonly roles: Pick<AdministrationDesk['roles'], 'rolesOf'>;
  readonly tenants: Pick<TenantRegister, 'kind'>;
  readonly journal: Journal;
}
