import { type Container, linkThreads } from './link-threads.js';
import { mergeBySubject } from './merge-by-subject.js';
import { bySentTime, type Thread, type Threadable } from './thread.js';

/**
 * RFC 5256 §4 REFERENCES: by the messages they say they answer, then by base subject. Never recursive: a thread may be as deep as there
 * are messages.
 */
export function threadByReferences(messages: readonly Threadable[]): readonly Thread[] {
  const merged = mergeBySubject(inOrder(withoutEmpty(linkThreads(messages))));
  const all = everyContainer(merged);
  for (const container of all) container.children = inOrder(container.children);
  const threads = new Map<Container, Growing>();
  const threadOf = (container: Container): Growing => {
    const thread = threads.get(container) ?? { uid: container.message?.uid ?? null, children: [] };
    threads.set(container, thread);
    return thread;
  };
  for (const container of all) {
    const { children } = threadOf(container);
    for (const child of container.children) children.push(threadOf(child));
  }
  return inOrder(merged).map(threadOf);
}

interface Growing extends Thread {
  readonly children: Thread[];
}

/** Step 3: empty containers give way to their children; at the top, only to a single one. */
function withoutEmpty(roots: readonly Container[]): Container[] {
  for (const container of everyContainer(roots).reverse()) {
    container.children = container.children.flatMap((child) => (child.message ? [child] : child.children));
  }
  return roots.flatMap((root) => (root.message || root.children.length > 1 ? [root] : root.children));
}

/** Every container at or below these, each before its children. */
function everyContainer(roots: readonly Container[]): Container[] {
  const found = [...roots];
  for (let at = 0; at < found.length; at += 1)
    for (const child of found[at]?.children ?? []) found.push(child);
  return found;
}

/** Steps 4 and 6: by sent time, an empty container by the first of its children. */
function inOrder(siblings: readonly Container[]): Container[] {
  if (siblings.length < 2) return [...siblings];
  return siblings
    .map((container) => ({ container, first: firstMessage(container) }))
    .sort((a, b) => (a.first && b.first ? bySentTime(a.first, b.first) : 0))
    .map(({ container }) => container);
}

/** Only a container at the top may be empty, and its children are not. */
function firstMessage({ message, children }: Container): Threadable | null {
  if (message) return message;
  const below = children.flatMap((child) => child.message ?? []);
  return below.reduce<Threadable | null>(
    (first, each) => (first && bySentTime(first, each) <= 0 ? first : each),
    null,
  );
}
