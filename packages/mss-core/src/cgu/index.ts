export * from './accept-cgu.js';
export * from './announce-cgu.js';
export * from './cgu-version.js';
export * from './ports.js';
export * from './publish-cgu.js';
export * from './standing.js';
