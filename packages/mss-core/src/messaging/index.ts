export * from './flags.js';
export * from './folder-name.js';
export * from './folder-ports.js';
export * from './outbound-queue.js';
export * from './ports.js';
export * from './search.js';
export * from './uid-set.js';
