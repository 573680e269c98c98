/** Clients of what the ANS runs: IGC-Santé (chains and revocation), the liste blanche, Pro Santé Connect, the Annuaire’s messages and its directory. */
export * from './annuaire/index.js';
export * from './extraction/index.js';
export * from './fhir/fhir-directory.js';
export type { FhirAccess } from './fhir/fhir-exchange.js';
export * from './fhir-feeding/fhir-publication.js';
export * from './http/fetch-bytes.js';
export * from './igc/index.js';
export * from './ldap/ldap-directory.js';
export * from './liste-blanche/index.js';
export * from './openid/published-description.js';
export * from './psc/index.js';
export * from './sipil/index.js';
