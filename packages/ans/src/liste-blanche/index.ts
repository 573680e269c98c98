export * from './current-liste-blanche.js';
export * from './liste-blanche-copy.js';
export * from './liste-blanche-in-force.js';
export * from './liste-blanche-source.js';
export * from './liste-blanche-verifier.js';
export * from './verify-liste-blanche.js';
