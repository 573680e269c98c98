export * from './folder-rights.js';
export * from './open-bal.js';
export * from './ports.js';
export * from './rights.js';
