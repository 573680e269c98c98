/** A message and the names that lead to its conversation. */
export interface Named {
  readonly uid: number;
  readonly names: readonly string[];
}

/** What a run of messages makes of the conversations known before. */
export interface Joined {
  /** By uid. */
  readonly threadOf: ReadonlyMap<number, string>;
  /** Every name met, and where it now leads. */
  readonly leads: ReadonlyMap<string, string>;
  /** Conversations that turned out to be one: the later becomes the earlier. */
  readonly merged: ReadonlyMap<string, string>;
}

/**
 * Puts each message in the conversation that one of its names leads to, or in a new one; those that a message brings together become the
 * earliest of them, so that what somebody holds of it stays good. Whatever the order in which messages come, they end together.
 */
export function joinThreads(
  messages: readonly Named[],
  known: ReadonlyMap<string, string>,
  newThread: () => string,
): Joined {
  const leads = new Map(known);
  const above = new Map<string, string>();
  const topOf = (thread: string): string => {
    let top = thread;
    for (let next = above.get(top); next !== undefined; next = above.get(top)) top = next;
    if (top !== thread) above.set(thread, top);
    return top;
  };
  const placed = messages.map(({ uid, names }) => {
    const met = names.flatMap((name) => leads.get(name) ?? []).map(topOf);
    // Ids of rows grow with time.
    const thread = met.reduce((first, each) => (each < first ? each : first), met[0] ?? newThread());
    for (const each of met) if (each !== thread) above.set(each, thread);
    for (const name of names) leads.set(name, thread);
    return [uid, thread] as const;
  });
  const before = new Set(known.values());
  return {
    threadOf: new Map(placed.map(([uid, thread]) => [uid, topOf(thread)])),
    leads: new Map([...leads].map(([name, thread]) => [name, topOf(thread)])),
    merged: new Map([...before].filter((each) => topOf(each) !== each).map((each) => [each, topOf(each)])),
  };
}
