import { createHash, randomBytes } from 'node:crypto';

/** Kinds of secret a caller presents; the prefix is what secret scanners look for. */
export const PORTAL_TOKEN = 'mps_';
export const API_KEY = 'mss_';
export const TICKET = 'wst_';
export const ACCESS_TOKEN = 'mst_';

/** A new secret of 256 bits, given once and kept nowhere. */
export function newToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a secret. It is random and long: a plain SHA-256 cannot be searched backwards. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const BEARER = /^Bearer ((?:mps_|mss_|wst_|mst_)[A-Za-z0-9_-]{16,128})$/i;

/** The secret of an Authorization value; null when it is not one of ours. */
export function bearerOf(authorization: string | undefined): string | null {
  return BEARER.exec(authorization ?? '')?.[1] ?? null;
}
