export * from './finess.js';
export * from './id-nat.js';
export * from './ids.js';
export * from './mail-path.js';
export * from './mss-address.js';
export * from './person-identity.js';
export * from './structure-id-nat.js';
