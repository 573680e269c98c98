import { type Thread, threadable, threadByReferences, threadBySubject } from '@cachet/mss-core/messaging';
import { messageIds } from '@cachet/mss-core/mime';
import { no, ok } from '../completion.js';
import { type CommandHandler, onSelectedFolder } from '../handler.js';
import { refusal } from '../refusals.js';
import { arranged } from './arranged.js';
import { find, refuseCharset } from './search.js';

export const thread = threading('THREAD', false);
export const uidThread = threading('UID THREAD', true);

const ALGORITHMS = new Map([
  ['ORDEREDSUBJECT', threadBySubject],
  ['REFERENCES', threadByReferences],
]);

/** RFC 5256 §4 THREAD. */
function threading(name: 'THREAD' | 'UID THREAD', byUid: boolean): CommandHandler {
  return onSelectedFolder(
    name,
    async (session, selected, { arguments: args }) => {
      const { folder } = selected;
      args.space();
      const algorithm = ALGORITHMS.get(args.atom('a threading algorithm').toUpperCase());
      args.space();
      const found = refuseCharset(args.astring()) ?? (await find(session, selected, null, args));
      if (!algorithm) return no('Unknown threading algorithm', 'CANNOT');
      if (found.status !== 'found') return found;
      const messages = await arranged(session, selected, found.uids, true, (message) =>
        threadable(message, messageIds),
      );
      if (!messages.ok) return refusal(messages.refusal);
      const number = byUid ? (uid: number) => uid : (uid: number) => folder.sequence.numberOf(uid);
      const text = threadText(algorithm(messages.value), number);
      session.out.line(text === '' ? '* THREAD' : `* THREAD ${text}`);
      return ok(`${name} completed`);
    },
    { holdsExpunges: !byUid },
  );
}

/** RFC 5256 §5 thread-list: `(3 6 (4 23)(44 7 96))`. Not recursive: threads may be as deep as there are messages. */
export function threadText(threads: readonly Thread[], number: (uid: number) => number | null): string {
  const words: string[] = [];
  const waiting: (Thread | ')')[] = [...threads].reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next === ')') words.push(')');
    else {
      words.push('(');
      const last = writeChain(next, words, number);
      waiting.push(')');
      for (const child of last.children.toReversed()) waiting.push(child);
    }
  }
  return words.join('');
}

/** Writes a message and those that follow it one by one; answers the last, whose children are several or none. */
function writeChain(top: Thread, words: string[], number: (uid: number) => number | null): Thread {
  for (let at = top; ; ) {
    if (at.uid !== null) words.push(`${number(at.uid) ?? at.uid}`);
    const [only] = at.children;
    if (at.uid !== null && only) words.push(' ');
    if (!only || at.children.length > 1) return at;
    at = only;
  }
}
