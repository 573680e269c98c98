import { done, type Outcome, refused } from '@cachet/mss-core/outcome';
import { type FetchBytes, fetchBytes } from '../http/fetch-bytes.js';
import type { LogoutNotice } from './logout-token-claims.js';
import { type PscIdentity, readPscIdentity } from './psc-identity.js';
import { fetchJson } from './psc-json.js';
import { fetchPscMetadata, type PscMetadata } from './psc-metadata.js';
import { PscUnavailable, TokenRefused } from './psc-objection.js';
import { TokenVerifier } from './token-verifier.js';

export interface PscClientOptions {
  /** Exact value expected in `iss`. */
  readonly issuer: string;
  /** Default: `<issuer>/.well-known/wallet-openid-configuration`. */
  readonly metadataUrl?: string;
  /** Least level of assurance accepted, `eidas1` to `eidas3`. */
  readonly minAcr: string;
  /** PEM authorities of the provider's server instead of the public ones. */
  readonly ca?: string;
  /** For the whole verification of one token, in milliseconds; at most 5 000 keeps a mail client patient. */
  readonly timeoutMs?: number;
  readonly fetch?: FetchBytes;
  /** The technical clock. */
  readonly clock?: () => Date;
}

const TIMEOUT_MS = 5_000;
const METADATA_LAST_MS = 60 * 60_000;

/** Recognises people by the access token that Pro Santé Connect gave their software. */
export class PscClient {
  private readonly fetch: FetchBytes;
  private readonly clock: () => Date;
  private readonly timeoutMs: number;
  private provider: Promise<Provider> | null = null;

  constructor(private readonly options: PscClientOptions) {
    const fetch = options.fetch ?? fetchBytes;
    this.fetch = options.ca === undefined ? fetch : (request) => fetch({ ...request, ca: options.ca });
    this.clock = options.clock ?? (() => new Date());
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  /**
   * Who bears this token? Refuses with `authenticationFailed` (its detail `objection` is for our log only), or with
   * `identityProviderUnavailable` when the provider could not be asked: a good signature alone opens nothing.
   */
  async verifyAccessToken(token: string): Promise<Outcome<PscIdentity>> {
    return this.judged(async (signal) => {
      const { metadata, verifier } = await beforeTheEnd(this.known(signal), signal);
      const identity = await beforeTheEnd(verifier.verify(token, this.clock()), signal);
      // EX_LPS_0900: UserInfo is asked at every opening; a token revoked meanwhile opens nothing.
      const userinfo = await this.userinfo(metadata, token, signal);
      return readPscIdentity(userinfo, identity);
    });
  }

  /**
   * What does this notice of logout, sent to that client, tell? Refuses as above. Whether it was told before is for whoever
   * remembers its `jti`.
   */
  // OpenID Connect Back-Channel Logout 1.0 §2.6.
  verifyLogoutToken(token: string, clientId: string): Promise<Outcome<LogoutNotice>> {
    return this.judged(async (signal) => {
      const { verifier } = await beforeTheEnd(this.known(signal), signal);
      return beforeTheEnd(verifier.verifyLogout(token, clientId, this.clock()), signal);
    });
  }

  private async judged<T>(work: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T>> {
    try {
      return done(await work(AbortSignal.timeout(this.timeoutMs)));
    } catch (error) {
      if (error instanceof TokenRefused)
        return refused('authenticationFailed', { objection: error.objection });
      if (error instanceof PscUnavailable)
        return refused('identityProviderUnavailable', { cause: error.message });
      throw error;
    }
  }

  /** Whether the provider's metadata can be had now, for readiness. */
  async ready(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }> {
    try {
      await this.fetchProvider(AbortSignal.timeout(this.timeoutMs));
      return { ok: true };
    } catch (error) {
      if (error instanceof PscUnavailable) return { ok: false, reason: error.message };
      throw error;
    }
  }

  /** The provider's metadata and keys, fetched again each hour; concurrent sign-ins share one request. */
  private async known(signal: AbortSignal): Promise<Provider> {
    const held = this.provider && (await this.provider);
    if (held && this.clock().getTime() < held.until) return held;
    this.provider = this.fetchProvider(signal).catch((error: unknown) => {
      this.provider = null;
      throw error;
    });
    return this.provider;
  }

  private async fetchProvider(signal: AbortSignal): Promise<Provider> {
    const { issuer, minAcr } = this.options;
    const metadataUrl = this.options.metadataUrl ?? `${issuer}/.well-known/wallet-openid-configuration`;
    const within = { timeoutMs: this.timeoutMs, signal };
    const metadata = await fetchPscMetadata(this.fetch, { issuer, metadataUrl }, within);
    const verifier = new TokenVerifier(metadata, { issuer, minAcr }, this.fetch, this.timeoutMs);
    return { metadata, verifier, until: this.clock().getTime() + METADATA_LAST_MS };
  }

  private async userinfo(metadata: PscMetadata, token: string, signal: AbortSignal) {
    const answer = await fetchJson(this.fetch, {
      url: metadata.userinfoEndpoint,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      timeoutMs: this.timeoutMs,
      signal,
    });
    if (answer.json) return answer.json;
    if ([400, 401, 403].includes(answer.status)) throw new TokenRefused('unknownToPsc');
    throw new PscUnavailable(`UserInfo answered HTTP ${answer.status}`);
  }
}

interface Provider {
  readonly metadata: PscMetadata;
  readonly verifier: TokenVerifier;
  /** Milliseconds of the clock. */
  readonly until: number;
}

/** The time limit holds for the whole, shared requests of others included. */
function beforeTheEnd<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new PscUnavailable('no answer in time'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject);
  });
}
