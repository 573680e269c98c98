export { dnOfCertificate } from './certificate.js';
export type { CertificateObjection } from './certificate-objections.js';
export type { CertificateUse } from './certificate-use.js';
export { ChainAltered, chainDifferences, fingerprintsOf } from './chain-fingerprints.js';
export type { CrlRefresh } from './crl-shelf.js';
export * from './igc-trust-store.js';
