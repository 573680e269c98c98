export * from './fuzz-runs.js';
