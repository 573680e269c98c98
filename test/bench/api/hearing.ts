import { createClient } from 'graphql-ws';

/** Many subscribers, each with a socket of its own. */
export interface Crowd {
  readonly size: number;
  /** The moments (`performance.now()`) at which each of them hears the next event. */
  next(): Promise<readonly number[]>;
  close(): void;
}

/** So many subscribers for each key; answers once every one of them is heard by the server. */
export async function hearing(
  url: string,
  keys: readonly string[],
  each: number,
  query: string,
): Promise<Crowd> {
  let heard: number[] = [];
  let whole: (moments: readonly number[]) => void = () => undefined;
  const size = keys.length * each;
  const clients = keys.flatMap((key) =>
    Array.from({ length: each }, () =>
      createClient({
        url,
        webSocketImpl: WebSocket,
        lazy: false,
        retryAttempts: 0,
        connectionParams: { authorization: `Bearer ${key}` },
      }),
    ),
  );
  for (const client of clients) {
    client.subscribe(
      { query },
      {
        next: () => {
          heard.push(performance.now());
          if (heard.length === size) whole(heard);
        },
        error: (fault) => {
          throw new Error(`a subscription was refused: ${JSON.stringify(fault)}`);
        },
        complete: () => undefined,
      },
    );
    // The answer to a question on the same socket comes after the subscription was begun.
    await new Promise<void>((resolve, reject) => {
      client.subscribe(
        { query: '{ me { name } }' },
        { next: () => undefined, error: reject, complete: resolve },
      );
    });
  }
  return {
    size,
    next: () => {
      heard = [];
      return new Promise((resolve) => (whole = resolve));
    },
    close: () => {
      for (const client of clients) void client.dispose();
    },
  };
}
