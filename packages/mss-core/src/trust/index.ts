export * from './distinguished-name.js';
export * from './liste-blanche.js';
