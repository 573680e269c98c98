import { createClient } from 'graphql-ws/client';
import { freshTicket } from '../../live/ticket.ts';

interface Followed {
  readonly url: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
  /** Null for the signed-in person. */
  readonly key: string | null;
}

/** Follows a subscription over a connection of its own until stopped. `ended` is told why, when there is a reason. */
export function followApi(
  { url, query, variables, key }: Followed,
  event: (value: unknown) => void,
  ended: (reason: unknown) => void,
): () => void {
  const client = createClient({
    url,
    retryAttempts: 0,
    connectionParams: async () => ({ authorization: `Bearer ${key ?? (await freshTicket())}` }),
  });
  const stop = client.subscribe(
    { query, variables },
    { next: event, error: ended, complete: () => ended(null) },
  );
  return () => {
    stop();
    void client.dispose();
  };
}
