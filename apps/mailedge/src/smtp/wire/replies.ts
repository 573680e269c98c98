import type { SmtpReply } from './reply.js';

/** What the protocol itself answers, whatever the entry. */
export const SYNTAX: SmtpReply = { code: 501, enhanced: '5.5.4', text: 'Syntax error in parameters' };
export const BAD_CLIENT_NAME: SmtpReply = { code: 501, enhanced: '5.5.4', text: 'Bad client name' };
export const BAD_SENDER: SmtpReply = { code: 501, enhanced: '5.1.7', text: 'Bad sender address syntax' };
export const BAD_RECIPIENT: SmtpReply = {
  code: 501,
  enhanced: '5.1.3',
  text: 'Bad recipient address syntax',
};
export const NEED_MAIL: SmtpReply = { code: 503, enhanced: '5.5.1', text: 'Need MAIL command' };
export const NESTED_MAIL: SmtpReply = { code: 503, enhanced: '5.5.1', text: 'A transaction is in progress' };
export const RECIPIENT_ACCEPTED: SmtpReply = { code: 250, enhanced: '2.1.5', text: 'Recipient accepted' };
/** RFC 5321 §4.5.3.1.10: the client sends the rest in another transaction. */
export const TOO_MANY_RECIPIENTS: SmtpReply = { code: 452, enhanced: '4.5.3', text: 'Too many recipients' };
export const UNKNOWN_MECHANISM: SmtpReply = {
  code: 504,
  enhanced: '5.5.4',
  text: 'Unrecognized authentication type',
};
/** RFC 2782: programs for the BAL of people try this entry when theirs does not answer. */
export const CERTIFICATE_ENTRY: SmtpReply = {
  code: 504,
  enhanced: '5.5.4',
  text: 'Cette entree est celle des BAL applicatives : certificat de structure et AUTH PLAIN',
};
export const TLS_REQUIRED: SmtpReply = {
  code: 530,
  enhanced: '5.7.0',
  text: 'Must issue a STARTTLS command first',
};
export const NOT_LINES: SmtpReply = {
  code: 521,
  enhanced: '5.5.2',
  text: 'Lines end with CRLF and nothing else',
};
/** RFC 5321 §3.5.3. */
export const NOT_VERIFIED: SmtpReply = { code: 252, enhanced: '2.5.0', text: 'Not verified; try RCPT' };
export const NOT_IMPLEMENTED: SmtpReply = { code: 502, enhanced: '5.5.1', text: 'Command not implemented' };
export const HELP: SmtpReply = { code: 214, enhanced: '2.0.0', text: 'RFC 5321' };
export const TALKS_AHEAD: SmtpReply = {
  code: 554,
  enhanced: '5.5.0',
  text: 'Content was sent before it was asked for',
};
export const MIXED_WITH_CHUNKS: SmtpReply = {
  code: 503,
  enhanced: '5.5.1',
  text: 'This message comes in chunks: BDAT or RSET',
};
export const CHUNK_WITHOUT_SIZE: SmtpReply = { code: 521, enhanced: '5.5.4', text: 'BDAT needs a size' };
export const IDLE: SmtpReply = { code: 421, enhanced: '4.4.2', text: 'Idle for too long, closing' };
export const SESSION_OVER: SmtpReply = {
  code: 421,
  enhanced: '4.7.0',
  text: 'Session has lasted its maximum time',
};
export const TOO_MANY_FAILURES: SmtpReply = {
  code: 421,
  enhanced: '4.7.0',
  text: 'Too many failed sign-ins',
};
export const AUTH_BEFORE_TLS: SmtpReply = {
  code: 538,
  enhanced: '5.7.11',
  text: 'Must issue a STARTTLS command first',
};
export const ALREADY_AUTHENTICATED: SmtpReply = {
  code: 503,
  enhanced: '5.5.1',
  text: 'Already authenticated',
};
export const AUTH_CANCELLED: SmtpReply = { code: 501, enhanced: '5.7.0', text: 'Authentication cancelled' };
export const LINE_TOO_LONG: SmtpReply = { code: 500, enhanced: '5.5.2', text: 'Line too long' };
export const SENDER_ACCEPTED: SmtpReply = { code: 250, enhanced: '2.1.0', text: 'Sender accepted' };
export const AUTHENTICATED: SmtpReply = { code: 235, enhanced: '2.7.0', text: 'Authentication successful' };
export const STOPPING: SmtpReply = { code: 421, enhanced: '4.3.2', text: 'Service shutting down' };

/** What the trace of a session says of the replies that end it, in the words IMAP has for the same ends. */
export const ENDINGS: ReadonlyMap<SmtpReply, string> = new Map([
  [IDLE, 'idle'],
  [SESSION_OVER, 'total'],
  [TOO_MANY_FAILURES, 'tooManyFailures'],
  [NOT_LINES, 'unreadable'],
  [STOPPING, 'shutdown'],
]);

/** Whether the protocol gave a letter up with it: too large, or no lines of mail. */
export function turnsAway(reply: SmtpReply): boolean {
  return reply.enhanced === '5.3.4' || [NOT_LINES, TALKS_AHEAD, CHUNK_WITHOUT_SIZE].includes(reply);
}
