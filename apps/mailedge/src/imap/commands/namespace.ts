import { FOLDER_SEPARATOR } from '@cachet/mss-core/messaging';
import { ok } from './completion.js';
import { onOpenedBal } from './handler.js';

/** RFC 2342: one BAL a session, so one personal namespace and nobody else's. */
export const namespace = onOpenedBal('NAMESPACE', async (session, _opened, command) => {
  command.arguments.end();
  session.out.line(`* NAMESPACE (("" "${FOLDER_SEPARATOR}")) NIL NIL`);
  return ok('NAMESPACE completed');
});
