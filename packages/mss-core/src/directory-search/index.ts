export * from './directory-entry.js';
export * from './directory-query.js';
export * from './directory-source.js';
export * from './may-search-directory.js';
export * from './search-directory.js';
