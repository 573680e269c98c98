export { openSecoursDoor, type SecoursDoor } from '../auth/secours-door.js';
export { SignInPace } from '../auth/sign-in-pace.js';
/** IMAP4rev1 and IMAP4rev2 of our own over the mail store: wire (octets), commands (translation), session (state), auth (who comes in, with what every door shares in ../auth). */
export { assembleImap, type ImapParts } from './assemble.js';
export * from './ports.js';
export { createImapServer, type ImapServer } from './server.js';
