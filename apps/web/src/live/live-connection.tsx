'use client';

import { type Client, createClient } from 'graphql-ws/client';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { freshTicket } from './ticket.ts';

export type LiveState = 'connecting' | 'live' | 'reconnecting';

interface Live {
  readonly client: Client | null;
  readonly state: LiveState;
}

const LiveContext = createContext<Live>({ client: null, state: 'connecting' });

/** The live feed of the page, if it has one. */
export function useLive(): Live {
  return useContext(LiveContext);
}

interface Props {
  /** WebSocket address of the API, as the browser sees it. */
  readonly url: string;
  readonly children: ReactNode;
}

const LONGEST_WAIT_MS = 10_000;

/**
 * One connection to the API's live feed for the whole page. It comes back by itself after a cut, each time with a ticket of
 * its own; what was missed meanwhile is read again from the server.
 */
export function LiveConnection({ url, children }: Props) {
  const router = useRouter();
  const [live, setLive] = useState<Live>({ client: null, state: 'connecting' });

  useEffect(() => {
    let wasConnected = false;
    let ticket = '';
    const client = createClient({
      url: async () => {
        ticket = await freshTicket();
        return url;
      },
      connectionParams: () => ({ authorization: `Bearer ${ticket}` }),
      lazy: true,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait: (tries) => wait(Math.min(LONGEST_WAIT_MS, 250 * 2 ** tries) * (0.5 + Math.random() / 2)),
      on: {
        connected: () => {
          setLive({ client, state: 'live' });
          if (wasConnected) router.refresh();
          wasConnected = true;
        },
        closed: () => setLive({ client, state: 'reconnecting' }),
      },
    });
    setLive({ client, state: 'connecting' });
    return () => void client.dispose();
  }, [url, router]);

  return <LiveContext value={live}>{children}</LiveContext>;
}

function wait(ms: number): Promise<void> {
  return new Promise((over) => setTimeout(over, ms));
}
