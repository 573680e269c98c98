import { SyntaxProblem } from '../wire/cursor.js';
import { ok } from './completion.js';
import { onOpenedBal } from './handler.js';

/** RFC 5161: unknown names are passed over. */
export const enable = onOpenedBal('ENABLE', async (session, _opened, { arguments: args }) => {
  const asked: string[] = [];
  while (args.tryTake(' ')) asked.push(args.atom('a capability').toUpperCase());
  args.end();
  if (asked.length === 0) throw new SyntaxProblem('Expected a capability');
  const enabled = asked.includes('CONDSTORE') ? ' CONDSTORE' : '';
  if (enabled) session.condstore = true;
  session.out.line(`* ENABLED${enabled}`);
  return ok('ENABLE completed');
});
