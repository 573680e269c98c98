export * from './fake-clamd.js';
