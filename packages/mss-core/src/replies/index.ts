export * from './answer-letter.js';
export { composeReply } from './compose-reply.js';
export * from './may-answer.js';
export * from './open-automatic-reply.js';
export * from './ports.js';
export * from './set-absence.js';
