import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Professional } from './professionals.js';
import type { Realm } from './realm.js';

export const TOKEN_FAULTS = [
  'expired',
  'notYet',
  'otherKey',
  'algNone',
  'hs256',
  'otherIssuer',
  'revoked',
] as const;
export type TokenFault = (typeof TOKEN_FAULTS)[number];

/** Lifetime of an access token, in seconds; the real ones live from one to five minutes. */
export const TOKEN_SECONDS = 120;
const OUT_OF_DATE = 3600;

export interface TokenOccasion {
  readonly clientId: string;
  readonly sessionState: string;
  /** The session as its client knows it, in the notice of logout too. */
  readonly sid?: string | undefined;
  readonly acr: string;
  readonly scope: string;
  readonly nonce?: string;
  readonly authTime?: number;
}

/** Mints access tokens as Pro Santé Connect writes them: signed JWT, no audience, the client in `azp`. */
export class AccessTokens {
  private otherKey: KeyObject | null = null;

  constructor(private readonly realm: Realm) {}

  /** A sound token. */
  mint(who: Professional, on: TokenOccasion): Promise<string> {
    return this.sign(this.claims(who, on, now()), this.realm.privateKey);
  }

  /** A token with one fault. `revoked` is sound in itself: only userinfo refuses it. */
  mintFaulty(who: Professional, on: TokenOccasion, fault: TokenFault): Promise<string> | string {
    const sound = this.claims(who, on, now());
    switch (fault) {
      case 'expired':
        return this.sign(this.claims(who, on, now() - OUT_OF_DATE), this.realm.privateKey);
      case 'notYet': {
        const later = now() + OUT_OF_DATE;
        return this.sign({ ...this.claims(who, on, later), nbf: later }, this.realm.privateKey);
      }
      case 'otherKey':
        return this.sign(sound, this.strangerKey());
      case 'algNone':
        return `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(sound)}.`;
      case 'hs256':
        return this.signWithPublicKeyAsSecret(sound);
      case 'otherIssuer':
        return this.sign({ ...sound, iss: `${this.realm.issuer}-autre` }, this.realm.privateKey);
      case 'revoked':
        return this.sign(sound, this.realm.privateKey);
    }
  }

  private claims(who: Professional, on: TokenOccasion, iat: number): Record<string, unknown> {
    return {
      exp: iat + TOKEN_SECONDS,
      iat,
      auth_time: on.authTime ?? iat,
      jti: randomUUID(),
      iss: this.realm.issuer,
      sub: who.sub,
      typ: 'Bearer',
      azp: on.clientId,
      nonce: on.nonce ?? '',
      session_state: on.sessionState,
      acr: on.acr,
      scope: on.scope,
      sid: on.sid ?? on.sessionState,
      email_verified: false,
      preferred_username: who.idNat,
    };
  }

  private sign(claims: Record<string, unknown>, key: KeyObject): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: this.realm.kid })
      .sign(key);
  }

  // The classic confusion: a verifier that takes the algorithm from the token would use the public key as a secret.
  private signWithPublicKeyAsSecret(claims: Record<string, unknown>): string {
    const body = `${encoded({ alg: 'HS256', typ: 'JWT', kid: this.realm.kid })}.${encoded(claims)}`;
    const secret = this.realm.publicKey.export({ type: 'spki', format: 'pem' });
    return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
  }

  private strangerKey(): KeyObject {
    this.otherKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    return this.otherKey;
  }
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
