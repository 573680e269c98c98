export { address, fictionalId, fictionalIdNat } from './fictional.js';
export * from './fixed-context.js';
export * from './test-secours.js';
export * from './test-tenant.js';
