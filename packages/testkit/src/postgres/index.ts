export * from './free-port.js';
export * from './losing-proxy.js';
export * from './provision-database.js';
export * from './start-postgres.js';
export * from './temporary-database.js';
