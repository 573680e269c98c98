/** Mail taken over from other servers, and taken away. */
export { type SourceAccount, SourceRefused } from './imap-source.js';
export { type AccountImport, importAccount, nameOf } from './import-account.js';
export { type ImportParts, importPorts } from './import-ports.js';
