/**
 * Everything that `read` makes of what `source` says, in order. Ending the whole ends the source at once, even while it is silent.
 * A reading that fails is told and passed over: the source speaks of a gap when the database is back.
 */
export function follow<H, T>(
  source: AsyncIterableIterator<H>,
  read: (heard: H) => AsyncIterable<T>,
  { onEnd, onFault }: { onEnd(): void; onFault(error: unknown): void },
): AsyncIterableIterator<T> {
  async function* items(): AsyncGenerator<T> {
    for await (const heard of source) {
      try {
        yield* read(heard);
      } catch (error) {
        onFault(error);
      }
    }
  }
  const inner = items();
  return {
    next: () => inner.next(),
    // A generator waiting for its source does not hear that it should end: the source is woken first.
    return: async () => {
      onEnd();
      await source.return?.();
      await inner.return(undefined);
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
