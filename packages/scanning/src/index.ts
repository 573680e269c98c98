/** Scanners: clamd for malware, rspamd for unsolicited mail. Protocols and verdicts; what follows from them is the core's. */
export { Antivirus, type AntivirusOptions, type Scannable } from './antivirus.js';
export { addressText, type ClamdAddress, parseClamdAddress } from './clamd/address.js';
export { LetterScanning, type LetterScanningParts, type UnscannedMessage } from './letter-scanning.js';
export { type Passage, Rspamd, type RspamdOptions } from './rspamd.js';
export { type ScanningParts, type Spooled, scanArriving, scanReceived } from './scan-arriving.js';
export { isScannerList, isScanningOff } from './scanner-list.js';
export { stripLetter } from './strip-letter.js';
