import { asciiSentence, type Refusal, type RefusalCode } from '@cachet/mss-core/outcome';
import { type Completion, no } from './completion.js';

/** RFC 5530 codes (and [OVERQUOTA] RFC 9208, [TRYCREATE] RFC 3501 given by the commands that target a folder). */
const CODES: Record<RefusalCode, string> = {
  tlsRequired: 'PRIVACYREQUIRED',
  certificateMissing: 'AUTHENTICATIONFAILED',
  certificateRefused: 'AUTHENTICATIONFAILED',
  revocationUnknown: 'UNAVAILABLE',
  certificateNotListed: 'AUTHENTICATIONFAILED',
  senderDomainNotListed: 'CANNOT',
  senderDomainNotOfCertificate: 'CANNOT',
  recipientOutsideTrustSpace: 'CANNOT',
  listeBlancheUnavailable: 'UNAVAILABLE',
  relayRefused: 'CANNOT',
  addressMalformed: 'CANNOT',
  recipientUnknown: 'NONEXISTENT',
  recipientSuspended: 'CANNOT',
  recipientFull: 'OVERQUOTA',
  recipientFullForLong: 'OVERQUOTA',
  tooManyRecipients: 'LIMIT',
  noRecipient: 'CANNOT',
  messageTooLarge: 'TOOBIG',
  messageMalformed: 'CANNOT',
  mailLoop: 'CANNOT',
  malwareFound: 'CANNOT',
  malwareInDeposit: 'CANNOT',
  scanUnavailable: 'UNAVAILABLE',
  senderNotAllowed: 'NOPERM',
  headerSenderNotAllowed: 'NOPERM',
  testMailboxIsolated: 'CANNOT',
  sendingTooFast: 'LIMIT',
  authenticationRequired: 'AUTHENTICATIONFAILED',
  authenticationFailed: 'AUTHENTICATIONFAILED',
  identityProviderUnavailable: 'UNAVAILABLE',
  tooManyAttempts: 'UNAVAILABLE',
  sessionExpired: 'EXPIRED',
  forbidden: 'NOPERM',
  notFound: 'NONEXISTENT',
  balSuspended: 'NOPERM',
  sendRightMissing: 'NOPERM',
  readRightMissing: 'NOPERM',
  nothingHere: 'NONEXISTENT',
  scopeMissing: 'NOPERM',
  addressTaken: 'ALREADYEXISTS',
  domainNotOfTenant: 'CANNOT',
  accessHeld: 'CANNOT',
  accessOver: 'CANNOT',
  personLeft: 'CANNOT',
  responsibleNeeded: 'CANNOT',
  changedMeanwhile: 'CANNOT',
  cursorTooOld: 'CANNOT',
  webhookStopped: 'CANNOT',
  requestUnderway: 'INUSE',
  idempotencyKeyReused: 'CANNOT',
  requestOutcomeUnknown: 'CANNOT',
  addressReserved: 'CANNOT',
  addressRetired: 'CANNOT',
  addressNotPersonal: 'CANNOT',
  addressNominative: 'CANNOT',
  descriptionNominative: 'CANNOT',
  testMentionMissing: 'CANNOT',
  testMentionMisplaced: 'CANNOT',
  tooManyTestBals: 'CANNOT',
  responsibleNotEntitled: 'CANNOT',
  tooManyCoholders: 'CANNOT',
  finessMalformed: 'CANNOT',
  finessMissing: 'CANNOT',
  finessNotOfStructure: 'CANNOT',
  finessOfLegalEntity: 'CANNOT',
  placeInUse: 'CANNOT',
  quotaBelowUse: 'CANNOT',
  balNotOpen: 'NOPERM',
  balNotInState: 'CANNOT',
  folderUnknown: 'NONEXISTENT',
  folderExists: 'ALREADYEXISTS',
  folderReserved: 'CANNOT',
  quotaExceeded: 'OVERQUOTA',
  limitReached: 'LIMIT',
  deliveryUnderway: 'INUSE',
  deliveryNotWaiting: 'CANNOT',
  inputInvalid: 'CANNOT',
  listeBlancheRefused: 'CANNOT',
  secoursOff: 'NOPERM',
  secoursUnavailable: 'NOPERM',
  secoursCodeWrong: 'AUTHENTICATIONFAILED',
  listeBlancheNotPending: 'CANNOT',
  listeBlancheUnreachable: 'UNAVAILABLE',
};

/**
 * The IMAP answer to a foreseen refusal. In French that ASCII can write: without UTF8=ACCEPT
 * a response line is ASCII (RFC 3501 §9 TEXT-CHAR).
 */
export function refusal(refused: Refusal): Completion {
  return no(asciiSentence(refused), CODES[refused.code]);
}

/** The same, for a command whose target folder does not exist and could be created (RFC 3501 §6.3.11). */
export function targetRefusal(refused: Refusal): Completion {
  if (refused.code !== 'folderUnknown') return refusal(refused);
  return no(asciiSentence(refused), 'TRYCREATE');
}
