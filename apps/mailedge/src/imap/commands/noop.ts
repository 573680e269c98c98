import { ok } from './completion.js';
import { inAnyState } from './handler.js';

/** News of the selected folder is told after every command: NOOP is the occasion to hear it. */
export const noop = inAnyState('NOOP', async (_session, command) => {
  command.arguments.end();
  return ok('NOOP completed');
});
