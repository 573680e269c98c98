/** The rules and use cases of an MSSanté operator. No socket, table, clock or randomness of its own: it receives them. */
export * from './access/index.js';
export * from './administration/index.js';
export * from './bal/index.js';
export * from './bulk/index.js';
export * from './dns/index.js';
export * from './events/index.js';
export * from './identifiers/index.js';
export * from './messaging/index.js';
export * from './mime/index.js';
export * from './outcome/index.js';
export * from './provisioning/index.js';
export * from './requests/index.js';
export * from './secours/index.js';
export * from './tenancy/index.js';
export * from './traceability/index.js';
export * from './trust/index.js';
export * from './webhooks/index.js';
