export * from './outcome.js';
export * from './refusals.js';
export * from './sentence.js';
