/** SMTP: the MX between operators, submission by mail programs, deliveries to other operators. */
export { openSecoursDoor, type SecoursDoor } from '../auth/secours-door.js';
export { SignInPace } from '../auth/sign-in-pace.js';
export { tellOutage } from '../scan/tell-outage.js';
export { ServerIdentity } from '../tls/server-identity.js';
export type { DeliveryWorker } from './delivery/delivery-worker.js';
export type { MxAnswer, MxResolver } from './delivery/mx-resolver.js';
export { PEER_TIMEOUTS } from './delivery/peer/peer-session.js';
export { DELIVERY_LIMITS, type DeliveryParts, deliveryWorker } from './delivery/start-delivery.js';
export { MOST_RECIPIENTS, type MxDeps, MxSession } from './mx/mx-session.js';
export { PeerWatch } from './mx/peer-watch.js';
export * from './ports.js';
export { claimsByCertificate, claimsOfPeople } from './submission/claims.js';
export { type SubmissionDeps, SubmissionSession } from './submission/submission-session.js';
export { CERTIFICATE_ENTRY } from './wire/replies.js';
export { type EntryOptions, EntryServer } from './wire/smtp-server.js';
