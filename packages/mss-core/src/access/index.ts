export * from './entitlement.js';
export * from './folder-rights.js';
export * from './open-bal.js';
export * from './open-portal-session.js';
export * from './ports.js';
export * from './read-bal.js';
export * from './rights.js';
export * from './see-structure.js';
