import { asciiSentence, type Refusal, type RefusalCode, refused } from '@cachet/mss-core';
import { withWhere } from '../auth/terms-page.js';
import type { SmtpReply } from './wire/reply.js';

/** What each foreseen refusal is in SMTP: reply code and enhanced code (RFC 5321 §4.2.3, RFC 3463). */
const REPLIES: Readonly<Record<RefusalCode, readonly [code: number, enhanced: string]>> = {
  tlsRequired: [530, '5.7.0'],
  certificateMissing: [550, '5.7.1'],
  certificateRefused: [550, '5.7.1'],
  // EX_OPE_5050: without an answer on revocation nobody is let in, and nobody is turned away for good.
  revocationUnknown: [454, '4.7.0'],
  certificateNotListed: [550, '5.7.1'],
  senderDomainNotListed: [550, '5.7.1'],
  senderDomainNotOfCertificate: [550, '5.7.1'],
  // EX_3.2_5060: refused at once, with the reason.
  recipientOutsideTrustSpace: [550, '5.7.1'],
  listeBlancheUnavailable: [451, '4.7.1'],
  relayRefused: [550, '5.7.1'],
  addressMalformed: [501, '5.1.3'],
  recipientUnknown: [550, '5.1.1'],
  // RE_GBM_4420: x.2.1, mailbox disabled.
  recipientSuspended: [550, '5.2.1'],
  recipientFull: [452, '4.2.2'],
  recipientFullForLong: [552, '5.2.2'],
  // EX_GBM_4420: permanent, so that a client does not send the rest in a second message.
  tooManyRecipients: [550, '5.5.3'],
  noRecipient: [503, '5.5.1'],
  messageTooLarge: [552, '5.3.4'],
  messageMalformed: [554, '5.6.0'],
  mailLoop: [554, '5.4.6'],
  // EX_SSI_5090: without a scan nothing is let through, and nothing is turned away for good.
  malwareFound: [554, '5.7.1'],
  malwareInDeposit: [554, '5.7.1'],
  scanUnavailable: [451, '4.7.1'],
  senderNotAllowed: [553, '5.7.1'],
  headerSenderNotAllowed: [550, '5.7.1'],
  testMailboxIsolated: [550, '5.7.1'],
  sendingTooFast: [450, '4.7.1'],
  authenticationRequired: [530, '5.7.0'],
  // EX_LPS_0710: RFC 4954 §6.
  authenticationFailed: [535, '5.7.8'],
  identityProviderUnavailable: [454, '4.7.0'],
  structureProviderUnavailable: [454, '4.7.0'],
  tooManyAttempts: [421, '4.7.0'],
  sessionExpired: [421, '4.7.0'],
  forbidden: [550, '5.7.1'],
  notFound: [550, '5.1.1'],
  balSuspended: [550, '5.7.1'],
  sendRightMissing: [550, '5.7.1'],
  readRightMissing: [550, '5.7.1'],
  nothingHere: [535, '5.7.8'],
  scopeMissing: [550, '5.7.1'],
  folderUnknown: [554, '5.3.0'],
  folderExists: [554, '5.3.0'],
  folderReserved: [554, '5.3.0'],
  // The sender's own BAL has no room for the copy in Sent.
  quotaExceeded: [552, '5.2.2'],
  limitReached: [452, '4.5.3'],
  deliveryUnderway: [451, '4.3.0'],
  deliveryNotWaiting: [550, '5.3.0'],
  identityTaken: [550, '5.7.1'],
  identityFixed: [550, '5.7.1'],
  inputInvalid: [501, '5.5.4'],
  oneDirectionNeeded: [501, '5.5.4'],
  addressTaken: [550, '5.1.4'],
  domainNotOfTenant: [550, '5.7.1'],
  directoryCopyNotPending: [550, '5.7.1'],
  directoryQueryTooShort: [554, '5.5.4'],
  statisticsNotRefused: [554, '5.5.1'],
  accessHeld: [550, '5.7.1'],
  accessOver: [550, '5.7.1'],
  lastManager: [550, '5.7.1'],
  personLeft: [550, '5.7.1'],
  responsibleNeeded: [550, '5.7.1'],
  changedMeanwhile: [550, '5.7.1'],
  cursorTooOld: [550, '5.7.1'],
  webhookStopped: [550, '5.7.1'],
  requestUnderway: [451, '4.3.0'],
  idempotencyKeyReused: [550, '5.7.1'],
  requestOutcomeUnknown: [550, '5.3.0'],
  alreadySent: [550, '5.7.1'],
  uploadUnknown: [550, '5.7.1'],
  addressReserved: [550, '5.7.1'],
  addressRetired: [450, '4.7.1'],
  addressNotPersonal: [550, '5.7.1'],
  addressNominative: [550, '5.7.1'],
  descriptionNominative: [550, '5.7.1'],
  testMentionMissing: [550, '5.7.1'],
  testMentionMisplaced: [550, '5.7.1'],
  tooManyTestBals: [550, '5.7.1'],
  csvUnreadable: [550, '5.7.1'],
  csvMalformed: [550, '5.7.1'],
  csvColumnUnknown: [550, '5.7.1'],
  csvColumnTwice: [550, '5.7.1'],
  csvColumnMissing: [550, '5.7.1'],
  csvEmpty: [550, '5.7.1'],
  tooManyRows: [550, '5.7.1'],
  fileTooLarge: [550, '5.7.1'],
  rowTooLong: [550, '5.7.1'],
  rowRepeated: [550, '5.7.1'],
  cellMissing: [550, '5.7.1'],
  cellInvalid: [550, '5.7.1'],
  balDiffers: [550, '5.7.1'],
  rowFault: [450, '4.7.1'],
  operationOver: [550, '5.7.1'],
  operationNotUndoable: [550, '5.7.1'],
  openedSinceUsed: [550, '5.7.1'],
  responsibleNotEntitled: [550, '5.7.1'],
  tooManyCoholders: [550, '5.7.1'],
  finessMalformed: [550, '5.7.1'],
  numberMalformed: [550, '5.7.1'],
  finessMissing: [550, '5.7.1'],
  finessNotOfStructure: [550, '5.7.1'],
  finessOfLegalEntity: [550, '5.7.1'],
  placeInUse: [550, '5.7.1'],
  quotaBelowUse: [550, '5.7.1'],
  domainNotEmptied: [451, '4.7.1'],
  // RFC 5248 §2.4, x.7.13: whoever signed in was known, and may not use the account until something else is done.
  cguNotAccepted: [550, '5.7.13'],
  balNotOpen: [550, '5.7.1'],
  balNotInState: [550, '5.7.1'],
  listeBlancheRefused: [451, '4.7.1'],
  secoursOff: [550, '5.7.1'],
  secoursUnavailable: [550, '5.7.1'],
  secoursCodeWrong: [535, '5.7.8'],
  listeBlancheNotPending: [550, '5.7.1'],
  listeBlancheUnreachable: [451, '4.7.1'],
};

/** The reply to a refused command: code, enhanced code and the public sentence, in French that ASCII can write. */
export function replyTo(refusal: Refusal): SmtpReply {
  const [code, enhanced] = REPLIES[refusal.code];
  return { code, enhanced, text: asciiSentence(refusal) };
}

/** The refusal that the protocol's own reply to a letter stands for (see `turnsAway`). */
export function refusalOfProtocol({ enhanced, text }: SmtpReply): Refusal {
  const outcome =
    enhanced === '5.3.4' ? refused('messageTooLarge') : refused('messageMalformed', { reason: text });
  return outcome.refusal;
}

/**
 * RFC 4954 §6: whatever forbids the session for good is one answer, which tells nothing of the BAL. `portalUrl` is where people do what is
 * asked of them.
 */
export function replyToSignIn(refusal: Refusal, portalUrl: string | null): SmtpReply {
  const reply = replyTo(refusal);
  if (reply.code < 500) return reply;
  // EX_DCU_5030: told to nobody but a person who proved who they are and holds the BAL.
  if (refusal.code === 'cguNotAccepted')
    return { ...reply, code: 535, text: withWhere(reply.text, portalUrl) };
  // Who shows a certificate may know what is wrong with it: it says nothing of any BAL.
  return { ...AUTHENTICATION_INVALID, ...(OF_CERTIFICATES.has(refusal.code) && { text: reply.text }) };
}

const OF_CERTIFICATES: ReadonlySet<RefusalCode> = new Set(['certificateMissing', 'certificateRefused']);

// EX_LPS_0710: this code and this sentence.
export const AUTHENTICATION_INVALID: SmtpReply = {
  code: 535,
  enhanced: '5.7.8',
  text: 'Authentication credentials invalid',
};

/** A fault of ours: the sender keeps the letter and tries again. */
export const FAULT: SmtpReply = { code: 451, enhanced: '4.3.0', text: 'Local error, try again later' };
const DISK_FULL: SmtpReply = {
  code: 452,
  enhanced: '4.3.1',
  text: 'Espace de stockage insuffisant, reessayez plus tard',
};
/** Ours (errno) and PostgreSQL's (SQLSTATE class 53: insufficient resources). */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', '53100']);

// RFC 5321 §4.2.3: 452 tells a want of room from any other fault.
export function replyToFault(fault: unknown): SmtpReply {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  return NO_ROOM.has(code) ? DISK_FULL : FAULT;
}
