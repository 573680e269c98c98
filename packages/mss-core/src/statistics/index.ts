export * from './mss-headers.js';
export * from './statistics-files.js';
export * from './statistics-month.js';
