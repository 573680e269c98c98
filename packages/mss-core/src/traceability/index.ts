export * from './compliance.js';
export * from './events.js';
