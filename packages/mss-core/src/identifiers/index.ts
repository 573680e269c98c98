export * from './id-nat.js';
export * from './ids.js';
export * from './mss-address.js';
