export * from './structure.js';
