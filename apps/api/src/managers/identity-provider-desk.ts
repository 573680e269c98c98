import { sealProviderSecret } from '@cachet/mailstore';
import {
  type IdentityProviderDesk as CoreDesk,
  decidesOfProvider,
  done,
  type IdentityProvider,
  type LocalIdentity,
  type Outcome,
  parseUuid,
  readProvider,
  refused,
  registerLocalIdentity,
  removeIdentityProvider,
  removeLocalIdentity,
  setIdentityProvider,
  type TenantId,
  type WantedProvider,
} from '@cachet/mss-core';
import { administrationDesk, PgIdentityProviders, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type {
  IdentityProviderCheckType,
  IdentityProviderType,
  LocalIdentityType,
} from '../types/identity-provider.js';
import type { ProviderCredentials } from './provider-client.js';
import { ProviderFault } from './provider-fault.js';
import { returnAddress, structureProvider } from './structure-provider.js';

/** A structure has some managers and auditors; many more would be no such thing. */
const MOST_IDENTITIES = 100;

/** The identity provider of a structure, and who may come in by it: for managers known by Pro Santé Connect, and keys with the scope. */
export class IdentityProviderDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** @throws GraphQLError notFound. */
  async mayManage(structureId: string): Promise<boolean> {
    const tenantId = spoken(await this.structures.allowed(structureId, 'summary'));
    return this.#within(tenantId, async (sql) => (await decidesOfProvider(sql.context, deskOf(sql))).ok);
  }

  /** @throws GraphQLError notFound, forbidden, scopeMissing. */
  async current(structureId: string): Promise<IdentityProviderType | null> {
    const provider = await this.#seen(structureId, (store) => store.current());
    return provider && show(provider);
  }

  /** @throws GraphQLError notFound, forbidden, scopeMissing. */
  async identities(structureId: string): Promise<readonly LocalIdentityType[]> {
    return (await this.#seen(structureId, (store) => store.identities(MOST_IDENTITIES))).map(showIdentity);
  }

  /**
   * Refuses notFound, forbidden, scopeMissing, inputInvalid (issuer too when its description cannot be had or used), changedMeanwhile.
   * The right is asked before the provider is.
   */
  async set(
    structureId: string,
    wanted: WantedProvider,
    version: number | null,
  ): Promise<Outcome<IdentityProviderType>> {
    const { providers, safe } = this.container;
    const decided = await this.#in(structureId, (sql) => decidesOfProvider(sql.context, deskOf(sql)));
    if (!decided.ok) return decided;
    const read = readProvider(wanted, providers.takesPrivate);
    if (!read.ok) return read;
    const { clientSecret, ...choice } = read.value;
    try {
      await providers.describeAnew(choice.issuer);
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error;
      this.container.logger.warn({ structureId, fault: error.message }, 'an identity provider was not taken');
      return refused('inputInvalid', { field: 'issuer' });
    }
    return this.#in(structureId, async (sql) => {
      const sealedSecret = sealProviderSecret(await safe.keys.of(sql), clientSecret);
      const set = await setIdentityProvider(sql.context, deskOf(sql), { ...choice, sealedSecret }, version);
      return set.ok ? done(show(set.value)) : set;
    });
  }

  /** Tries the provider in force, or another. Refuses notFound (none in force too), forbidden, scopeMissing, inputInvalid. */
  async test(
    structureId: string,
    wanted: WantedProvider | null,
  ): Promise<Outcome<IdentityProviderCheckType>> {
    const decided = await this.#in(structureId, async (sql) => {
      const may = await decidesOfProvider(sql.context, deskOf(sql));
      return may.ok ? done(sql.context) : may;
    });
    if (!decided.ok) return decided;
    if (wanted) {
      const read = readProvider(wanted, this.container.providers.takesPrivate);
      return read.ok ? done(await this.#try(read.value)) : read;
    }
    const current = await structureProvider(this.container, decided.value, decided.value.tenantId);
    return current ? done(await this.#try(current)) : refused('notFound');
  }

  async #try(
    provider: Pick<IdentityProvider, 'issuer'> & ProviderCredentials,
  ): Promise<IdentityProviderCheckType> {
    const { providers } = this.container;
    let told = { endsSession: false, tellsLogouts: false };
    try {
      const description = await providers.describeAnew(provider.issuer);
      const { endSessionEndpoint, tellsLogouts } = description;
      told = { endsSession: endSessionEndpoint !== null, tellsLogouts };
      await providers.tryCredentials(description, provider, returnAddress(this.container) ?? provider.issuer);
      return { problem: null, ...told };
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error;
      return { problem: error.problem, ...told };
    }
  }

  /** Refuses notFound, forbidden, scopeMissing, changedMeanwhile. */
  remove(structureId: string, version: number): Promise<Outcome<IdentityProviderType>> {
    return this.#in(structureId, async (sql) => {
      const removed = await removeIdentityProvider(sql.context, deskOf(sql), version);
      return removed.ok ? done(show(removed.value)) : removed;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, personLeft, inputInvalid. */
  register(structureId: string, personId: string, email: string): Promise<Outcome<LocalIdentityType>> {
    return this.#of(structureId, personId, (sql, id) =>
      registerLocalIdentity(sql.context, deskOf(sql), id, email),
    );
  }

  /** Refuses notFound, forbidden, scopeMissing. */
  forget(structureId: string, personId: string): Promise<Outcome<LocalIdentityType>> {
    return this.#of(structureId, personId, (sql, id) => removeLocalIdentity(sql.context, deskOf(sql), id));
  }

  #of(
    structureId: string,
    personId: string,
    act: (sql: TenantSql, id: string) => Promise<Outcome<LocalIdentity>>,
  ): Promise<Outcome<LocalIdentityType>> {
    return this.#in(structureId, async (sql) => {
      const id = parseUuid(personId);
      const acted = id ? await act(sql, id) : refused('notFound');
      return acted.ok ? done(showIdentity(acted.value)) : acted;
    });
  }

  async #seen<T>(structureId: string, read: (store: PgIdentityProviders) => Promise<T>): Promise<T> {
    const tenantId = spoken(await this.structures.allowed(structureId, 'summary'));
    return this.#within(tenantId, async (sql) => {
      spoken(await decidesOfProvider(sql.context, deskOf(sql)));
      return read(new PgIdentityProviders(sql));
    });
  }

  async #in<T>(structureId: string, act: (sql: TenantSql) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    return allowed.ok ? this.#within(allowed.value, act) : allowed;
  }

  #within<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}

function deskOf(sql: TenantSql): CoreDesk {
  return { ...administrationDesk(sql), providers: new PgIdentityProviders(sql) };
}

function show({ issuer, clientId, domains, version, setAt }: IdentityProvider): IdentityProviderType {
  return { issuer, clientId, domains, version, setAt };
}

function showIdentity({ person, email, registeredAt, boundAt }: LocalIdentity): LocalIdentityType {
  const name = `${person.givenName} ${person.familyName}`.trim();
  return { personId: person.id, name, email, registeredAt, boundAt };
}
