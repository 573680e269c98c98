/** For tests and the sandbox only: a real PostgreSQL in a moment, databases of one's own, and worlds to put in them. */
export * from './fuzz/index.js';
export * from './postgres/index.js';
export * from './world/index.js';
