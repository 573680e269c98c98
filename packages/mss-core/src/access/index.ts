export * from './ports.js';
export * from './rights.js';
