export * from './authenticator.js';
export * from './enrol-secours.js';
export * from './manage-secours.js';
export * from './open-portal-by-secours.js';
export {
  type Passphrase,
  readSecoursPassword,
  readSecoursProofs,
  type SecoursPassword,
} from './passphrase.js';
export * from './ports.js';
export * from './prove-by-secours.js';
export * from './secours-vault.js';
export { totpCode, totpStep } from './totp.js';
