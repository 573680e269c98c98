export * from './annuaire-client.js';
export * from './exchange-objection.js';
export * from './feed-message.js';
export * from './read-answer.js';
export * from './read-report.js';
export { lengthOf, type SoapCall, type SoapMessage } from './soap-message.js';
export { SoapPublication } from './soap-publication.js';
export type { VihfSpeaker } from './vihf.js';
