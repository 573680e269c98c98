export { type LogoutNotice, readLogoutTokenClaims } from './logout-token-claims.js';
export * from './psc-client.js';
export type { PscIdentity } from './psc-identity.js';
export { TokenRefused } from './psc-objection.js';
