export * from './psc-client.js';
export type { PscIdentity } from './psc-identity.js';
