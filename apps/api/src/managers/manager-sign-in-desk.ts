import { createHash, timingSafeEqual } from 'node:crypto';
import { openProviderSecret } from '@cachet/mailstore';
import {
  type ActContext,
  done,
  type Outcome,
  openPortalByStructure,
  type ProvenLocally,
  parseTenantId,
  readEmail,
  refused,
  type TenantContext,
  type TenantId,
} from '@cachet/mss-core';
import {
  Entities,
  type ManagerSignInUnderway,
  PgIdentityProviders,
  PgJournal,
  PgManagerSignIns,
  PgPortalSessions,
  PgRoles,
} from '@cachet/schema';
import type { Container } from '../container.js';
import { newSession, timesOf } from '../session/new-session.js';
import { hashOf, newToken } from '../session/token.js';
import type {
  ManagerSignedInType,
  ManagerSignInOfferType,
  ManagerSignInType,
} from '../types/manager-sign-in.js';
import { ProviderFault } from './provider-description.js';

const ONE_TRIP_MS = 10 * 60_000;
const LONGEST = 4_096;

/** What the browser brings back. */
export interface ManagerAnswer {
  readonly state: string;
  readonly code: string;
  readonly iss: string | null;
  /** The value that the portal kept in a cookie of that browser. */
  readonly binding: string;
}

/** The way in of managers and auditors without a card: by the OpenID Connect provider of their structure. */
export class ManagerSignInDesk {
  constructor(
    private readonly container: Container,
    private readonly door: Omit<ActContext, 'actor' | 'means'>,
  ) {}

  /** The structures that take addresses of that domain. */
  async offers(email: string): Promise<readonly ManagerSignInOfferType[]> {
    const read = readEmail(email);
    if (!read || this.container.portalUrl === null) return [];
    const { database } = this.container;
    const tenants = await database.shared((sql) => new PgManagerSignIns(sql).tenantsOfDomain(read.domain));
    const found = await Promise.all(
      tenants.map((tenantId) => database.em(tenantId).findOne(Entities.Tenant, { tenantId })),
    );
    return found.flatMap((tenant) => (tenant ? [{ structureId: tenant.tenantId, name: tenant.name }] : []));
  }

  /** Refuses notFound (no such structure, or none with a provider: the same answer), inputInvalid, structureProviderUnavailable. */
  async start(structureId: string, returnTo: string): Promise<Outcome<ManagerSignInType>> {
    if (!/^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(returnTo))
      return refused('inputInvalid', { field: 'returnTo' });
    const tenantId = parseTenantId(structureId);
    const provider = tenantId && (await this.#provider(tenantId));
    const redirectUri = this.#redirectUri();
    if (!provider || redirectUri === null) return refused('notFound');
    const { providers, wallClock, database } = this.container;
    const trip = { state: newToken(''), nonce: newToken(''), codeVerifier: newToken(''), redirectUri };
    const binding = newToken('');
    try {
      const description = await providers.describe(provider.issuer);
      const now = wallClock();
      const expiresAt = new Date(now.getTime() + ONE_TRIP_MS);
      const { nonce, codeVerifier } = trip;
      const { issuer } = provider;
      const bindingHash = hashOf(binding);
      const underway = { tenantId, bindingHash, issuer, nonce, codeVerifier, returnTo, expiresAt };
      await database.shared((sql) => new PgManagerSignIns(sql).begin(hashOf(trip.state), underway, now));
      return done({
        url: providers.authorizationUrl(description, provider.clientId, trip),
        binding,
        expiresAt,
      });
    } catch (error) {
      return this.#unavailable(error, tenantId);
    }
  }

  /** Refuses authenticationFailed, whatever is wrong, traced once the structure is known; and nothingHere. */
  async finish(answer: ManagerAnswer): Promise<Outcome<ManagerSignedInType>> {
    const { database, wallClock } = this.container;
    if (Object.values(answer).some((value) => value !== null && value.length > LONGEST))
      return refused('authenticationFailed');
    const underway = await database.shared((sql) =>
      new PgManagerSignIns(sql).take(hashOf(answer.state), wallClock()),
    );
    // Of another browser, it is as unknown as a state that we never gave: the state is used up all the same.
    if (!underway || !isSame(underway.bindingHash, hashOf(answer.binding)))
      return refused('authenticationFailed');
    const proven = await this.#prove(underway, answer);
    const { token, session } = newSession(this.container, this.container.sessions.longest);
    const opened = await openPortalByStructure(
      { inTenant: (context, work) => this.#inTenant(context, work) },
      this.door,
      underway.tenantId,
      proven,
      session,
    );
    if (!opened.ok) return opened;
    const { idNat, name } = opened.value;
    const portalSession = { token, idNat, name, ...timesOf(this.container, session) };
    return done({ session: portalSession, returnTo: underway.returnTo });
  }

  async #prove(
    underway: ManagerSignInUnderway,
    { code, iss }: ManagerAnswer,
  ): Promise<Outcome<ProvenLocally>> {
    const provider = await this.#provider(underway.tenantId);
    const redirectUri = this.#redirectUri();
    if (!provider || redirectUri === null || provider.issuer !== underway.issuer)
      return refused('authenticationFailed');
    const { providers } = this.container;
    try {
      const description = await providers.describe(provider.issuer);
      // RFC 9207 §2.4: what it promises to say must be there, and be its own.
      if (iss === null ? description.saysIssuer : iss !== provider.issuer)
        throw new ProviderFault('another issuer');
      return done(await providers.redeem(description, provider, { ...underway, redirectUri }, code));
    } catch (error) {
      const refusal = this.#unavailable(error, underway.tenantId);
      return refusal.ok ? refusal : refused('authenticationFailed');
    }
  }

  #unavailable(error: unknown, tenantId: TenantId): Outcome<never> {
    if (!(error instanceof ProviderFault)) throw error;
    this.container.logger.warn({ tenantId, fault: error.message }, 'the identity provider of a structure');
    return refused('structureProviderUnavailable');
  }

  #redirectUri(): string | null {
    const { portalUrl } = this.container;
    return portalUrl && new URL('/connexion/structure/retour', portalUrl).href;
  }

  async #provider(tenantId: TenantId) {
    const actor = { kind: 'system', name: 'api' } as const;
    const context = { ...this.door, actor, means: 'portal', tenantId } as const;
    return this.container.database.withTenant(context, async (sql) => {
      const store = new PgIdentityProviders(sql);
      const [provider, sealed] = [await store.current(), await store.sealedSecret()];
      if (!provider || !sealed) return null;
      const keys = await this.container.safe.keys.of(sql);
      return { ...provider, clientSecret: openProviderSecret(keys, sealed) };
    });
  }

  #inTenant<T>(
    context: TenantContext,
    work: (
      stores: Parameters<Parameters<Parameters<typeof openPortalByStructure>[0]['inTenant']>[1]>[0],
    ) => Promise<T>,
  ): Promise<T> {
    return this.container.database.withTenant(context, (sql) => {
      const sessions = new PgPortalSessions(sql);
      return work({
        providers: new PgIdentityProviders(sql),
        roles: new PgRoles(sql),
        journal: new PgJournal(sql),
        openSession: (session, person) => sessions.open(session, person),
      });
    });
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
  return timingSafeEqual(digest(one), digest(other));
}
