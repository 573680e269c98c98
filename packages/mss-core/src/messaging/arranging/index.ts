export * from './arranged-message.js';
export { type BaseSubject, baseSubject } from './base-subject.js';
export * from './sort-messages.js';
export * from './thread.js';
export { threadByReferences } from './thread-by-references.js';
export { threadBySubject } from './thread-by-subject.js';
