export * from './end-structure-sessions.js';
export * from './identity-provider.js';
export * from './local-identities.js';
export * from './open-portal-by-structure.js';
export * from './ports.js';
