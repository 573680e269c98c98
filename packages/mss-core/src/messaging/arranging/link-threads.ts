import type { Threadable } from './thread.js';

/** A place in a thread while it is made: a message, or one that is only spoken of. */
export interface Container {
  message: Threadable | null;
  parent: Container | null;
  children: Container[];
  /** Containers whose parent this is. */
  answers: number;
}

/** How far up a loop is looked for: a link that cannot be known to make none within so many steps is not made. */
const FARTHEST = 1_000;

/** RFC 5256 §4 REFERENCES step 1: every message under the one it answers. Answers the containers at the top. */
export function linkThreads(messages: readonly Threadable[]): readonly Container[] {
  const linking = new Linking();
  for (const message of messages) linking.add(message);
  return linking.roots();
}

export function newContainer(message: Threadable | null): Container {
  return { message, parent: null, children: [], answers: 0 };
}

class Linking {
  readonly #byId = new Map<string, Container>();
  readonly #all: Container[] = [];

  add(message: Threadable): void {
    const own = this.#ownOf(message);
    let last: Container | null = null;
    for (const id of message.references) {
      const next = this.#byId.get(id) ?? this.#make(null, id);
      if (last && next.parent === null) link(next, last);
      last = next;
    }
    // What the message says of itself goes before what others said of it.
    unlink(own);
    if (last) link(own, last);
  }

  roots(): readonly Container[] {
    for (const container of this.#all) container.parent?.children.push(container);
    return this.#all.filter(({ parent }) => parent === null);
  }

  /** Two messages of one id: the second has none. */
  #ownOf(message: Threadable): Container {
    const known = message.messageId === '' ? undefined : this.#byId.get(message.messageId);
    if (!known) return this.#make(message, message.messageId);
    if (known.message) return this.#make(message, '');
    known.message = message;
    return known;
  }

  #make(message: Threadable | null, id: string): Container {
    const made = newContainer(message);
    this.#all.push(made);
    if (id !== '') this.#byId.set(id, made);
    return made;
  }
}

function link(child: Container, parent: Container): void {
  if (wouldLoop(child, parent)) return;
  child.parent = parent;
  parent.answers += 1;
}

function unlink(child: Container): void {
  if (child.parent) child.parent.answers -= 1;
  child.parent = null;
}

function wouldLoop(child: Container, parent: Container): boolean {
  if (child === parent) return true;
  if (child.answers === 0) return false;
  let above: Container | null = parent.parent;
  for (let steps = 0; above; above = above.parent) {
    steps += 1;
    if (above === child || steps > FARTHEST) return true;
  }
  return false;
}
