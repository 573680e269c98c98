export * from './test-igc.js';
