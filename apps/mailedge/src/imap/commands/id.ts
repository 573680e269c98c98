import type { Cursor } from '../wire/cursor.js';
import { ok } from './completion.js';
import { inAnyState } from './handler.js';

const LONGEST_NAME = 120;

/** RFC 2971. What the client says of itself is kept for the traces (EX_GDT_5060); the server tells its name only. */
export const id = inAnyState('ID', async (session, { arguments: args }) => {
  args.space();
  session.clientName = clientName(parameters(args));
  args.end();
  session.out.line('* ID ("name" "Cachet")');
  return ok('ID completed');
});

function parameters(args: Cursor): ReadonlyMap<string, string> {
  if (args.tryTake('NIL')) return new Map();
  const pairs = args.list(() => {
    const field = args.string().toLowerCase();
    args.space();
    return [field, args.tryTake('NIL') ? '' : args.string()] as const;
  });
  return new Map(pairs.slice(0, 30));
}

function clientName(parameters: ReadonlyMap<string, string>): string | null {
  const words = ['name', 'version', 'os', 'os-version'].map((field) => parameters.get(field) ?? '');
  const name = words
    .join(' ')
    .replace(/[^\x20-\x7e]+/g, '?')
    .replace(/ +/g, ' ')
    .trim();
  return name === '' ? null : name.slice(0, LONGEST_NAME);
}
