export * from './judge-repeat.js';
