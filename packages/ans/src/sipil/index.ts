export type { SentFile } from './multipart-file.js';
export * from './sipil-client.js';
