import type { GraphQLFormattedError } from 'graphql';
import { createClient, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A subscriber as a program would be one. */
export interface Subscriber {
  /** What came so far. */
  readonly events: readonly Record<string, never>[];
  /** Errors that ended it, when it ended by errors. */
  readonly errors: readonly GraphQLFormattedError[] | null;
  stop(): void;
}

/** A document of the portal that is named in place of being written. */
export interface NamedDocument {
  readonly documentId: string;
  readonly variables: Record<string, unknown>;
}

export interface TestSocket {
  /** Begins a subscription; the server has heard it when a later question is answered. */
  subscribe(query: string | NamedDocument): Subscriber;
  /** The errors a subscription is refused with. @throws when it is not refused. */
  refusalOf(query: string | NamedDocument): Promise<readonly GraphQLFormattedError[]>;
  /** The code with which the server closed, once it has. */
  readonly closed: Promise<number>;
  close(): Promise<void>;
}

interface SocketOptions {
  readonly authorization?: string;
  readonly origin?: string;
}

export function openSocket(url: string, { authorization, origin }: SocketOptions): TestSocket {
  class OurSocket extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols, origin ? { origin } : {});
    }
  }
  const { promise: closed, resolve } = Promise.withResolvers<number>();
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: OurSocket,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
    connectionParams: authorization ? { authorization } : {},
    on: { closed: (event) => resolve(codeOf(event)) },
  });

  function subscribe(query: string | NamedDocument): Subscriber {
    const subscriber = {
      events: [] as Record<string, never>[],
      errors: null as readonly GraphQLFormattedError[] | null,
      stop: (): void => undefined,
    };
    subscriber.stop = client.subscribe<Record<string, never>>(asked(query), {
      next: ({ data, errors }) => {
        if (data) subscriber.events.push(data);
        if (errors) subscriber.errors = errors;
      },
      error: (errors) => {
        subscriber.errors = Array.isArray(errors) ? errors : [];
      },
      complete: () => undefined,
    });
    return subscriber;
  }

  return {
    subscribe,
    closed,
    refusalOf: (query) =>
      new Promise((refuse, reject) => {
        client.subscribe(asked(query), {
          next: ({ errors }) => (errors ? refuse(errors) : reject(new Error('it was not refused'))),
          error: (errors) => (Array.isArray(errors) ? refuse(errors) : reject(errors)),
          complete: () => reject(new Error('it ended without refusal')),
        });
      }),
    close: async () => {
      await client.dispose();
    },
  };
}

function asked(query: string | NamedDocument): SubscribePayload {
  if (typeof query === 'string') return { query };
  return { query: '', variables: query.variables, extensions: { documentId: query.documentId } };
}

function codeOf(event: unknown): number {
  return typeof event === 'object' && event !== null && 'code' in event ? Number(event.code) : 0;
}
