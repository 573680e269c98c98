export * from './event-kinds.js';
export * from './told-event.js';
