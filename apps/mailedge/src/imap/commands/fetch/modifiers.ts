import { type Cursor, SyntaxProblem } from '../../wire/cursor.js';

/** What narrows a FETCH (RFC 7162 §3.1.4.1, §3.2.6). */
export interface FetchModifiers {
  readonly changedSince: number | null;
  /** Uids that left since then are told too. */
  readonly vanished: boolean;
}

export function fetchModifiers(args: Cursor): FetchModifiers {
  let changedSince: number | null = null;
  let vanished = false;
  if (args.tryTake(' '))
    args.list(() => {
      const name = args.atom('a fetch modifier').toUpperCase();
      if (name === 'CHANGEDSINCE') {
        args.space();
        changedSince = args.number();
      } else if (name === 'VANISHED') vanished = true;
      else throw new SyntaxProblem('Unknown fetch modifier');
    });
  if (vanished && changedSince === null) throw new SyntaxProblem('VANISHED asks for CHANGEDSINCE');
  return { changedSince, vanished };
}
