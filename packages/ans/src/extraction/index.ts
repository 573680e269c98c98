export * from './annuaire-extraction.js';
export { IDENTITY_COLUMNS } from './identities.js';
export { PUBLIC_COLUMNS } from './public-extraction.js';
