import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type ActContext,
  done,
  type Outcome,
  openPortalByStructure,
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
import type { Redeemed } from './provider-client.js';
import { ProviderFault } from './provider-fault.js';
import { returnAddress, structureProvider } from './structure-provider.js';

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

  /** Whether some structure lets people in that way. */
  async isOffered(): Promise<boolean> {
    const { database, portalUrl } = this.container;
    return portalUrl !== null && database.shared((sql) => new PgManagerSignIns(sql).isOffered());
  }

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
    const provider = tenantId && (await structureProvider(this.container, this.door, tenantId));
    const redirectUri = returnAddress(this.container);
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
      return this.#refusing(error, tenantId);
    }
  }

  /**
   * Refuses authenticationFailed, whatever is wrong with the answer or the person, nothingHere, and structureProviderUnavailable, traced once
   * the structure is known.
   */
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
    const redeemed = await this.#redeem(underway, answer);
    const proven = redeemed.ok ? done(redeemed.value.proven) : redeemed;
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
    const signOutUrl = redeemed.ok ? redeemed.value.signOutUrl : null;
    return done({ session: portalSession, returnTo: underway.returnTo, signOutUrl });
  }

  async #redeem(
    underway: ManagerSignInUnderway,
    { code, iss }: ManagerAnswer,
  ): Promise<Outcome<Redeemed & { readonly signOutUrl: string | null }>> {
    const provider = await structureProvider(this.container, this.door, underway.tenantId);
    const redirectUri = returnAddress(this.container);
    if (!provider || redirectUri === null || provider.issuer !== underway.issuer)
      return refused('authenticationFailed');
    const { providers } = this.container;
    try {
      const description = await providers.describe(provider.issuer);
      // RFC 9207 §2.4: what it promises to say must be there, and be its own.
      if (iss === null ? description.saysIssuer : iss !== provider.issuer)
        throw new ProviderFault('answerRefused', 'another issuer');
      const redeemed = await providers.redeem(description, provider, { ...underway, redirectUri }, code);
      const signedOut = new URL('/connexion', redirectUri).href;
      const { clientId } = provider;
      const signOutUrl = providers.endSessionUrl(description, clientId, redeemed.idToken, signedOut);
      return done({ ...redeemed, signOutUrl });
    } catch (error) {
      return this.#refusing(error, underway.tenantId);
    }
  }

  #refusing(error: unknown, tenantId: TenantId): Outcome<never> {
    if (!(error instanceof ProviderFault)) throw error;
    this.container.logger.warn({ tenantId, fault: error.message }, 'the identity provider of a structure');
    // Whatever is wrong with an answer is said of the person and not of the provider.
    return refused(
      error.problem === 'answerRefused' ? 'authenticationFailed' : 'structureProviderUnavailable',
    );
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
