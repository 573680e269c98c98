/** Reads what the Référentiel asks and what code and tests answer, and writes the matrix of both. */
export * from './catalogue.js';
export * from './citations.js';
export * from './matrix.js';
