export type { LogoutNotice } from './logout-token-claims.js';
export * from './psc-client.js';
export type { PscIdentity } from './psc-identity.js';
