import { ok } from './completion.js';
import { inAnyState } from './handler.js';

export const logout = inAnyState('LOGOUT', async (session, command) => {
  command.arguments.end();
  session.out.line('* BYE Logging out');
  session.end('logout');
  return ok('LOGOUT completed');
});
