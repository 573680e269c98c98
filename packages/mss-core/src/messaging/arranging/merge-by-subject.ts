import { type Container, newContainer } from './link-threads.js';
import type { Threadable } from './thread.js';

/** RFC 5256 §4 REFERENCES step 5: threads of one base subject become one. */
export function mergeBySubject(roots: readonly Container[]): readonly Container[] {
  const bySubject = new Map<string, Container>();
  for (const root of roots) {
    const subject = spokesman(root)?.subject ?? '';
    const known = bySubject.get(subject);
    if (subject !== '' && (!known || standsBefore(root, known))) bySubject.set(subject, root);
  }
  const merged = new Set<Container>();
  for (const root of roots) {
    const subject = spokesman(root)?.subject ?? '';
    const known = bySubject.get(subject);
    if (!known || known === root) merged.add(root);
    else {
      const joined = join(known, root);
      if (joined === known) continue;
      bySubject.set(subject, joined);
      merged.delete(known);
      merged.add(joined);
    }
  }
  return [...merged];
}

/** The message whose subject is the thread's: the top one, or the first below an empty top. */
function spokesman({ message, children }: Container): Threadable | null {
  return message ?? children[0]?.message ?? null;
}

function standsBefore(root: Container, known: Container): boolean {
  if (!known.message) return false;
  return !root.message || (known.message.isReply && !root.message.isReply);
}

/** One thread of both: under the known one where that is empty or the other answers it, under a new empty one otherwise. */
function join(known: Container, root: Container): Container {
  if (!known.message) {
    for (const each of root.message ? [root] : root.children) known.children.push(each);
    return known;
  }
  if (root.message?.isReply && !known.message.isReply) {
    known.children.push(root);
    return known;
  }
  const top = newContainer(null);
  top.children.push(known, root);
  return top;
}
