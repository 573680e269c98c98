export { address, fictionalId, fictionalIdNat } from './fictional.js';
export * from './fixed-context.js';
export * from './terms.js';
export { TEST_MASTER_KEY } from './test-master-key.js';
export * from './test-secours.js';
export * from './test-tenant.js';
