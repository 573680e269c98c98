/** A crowd to raise: so many sockets for each key, one subscription each. */
export interface CrowdPlan {
  readonly url: string;
  readonly keys: readonly string[];
  readonly each: number;
  readonly query: string;
}

/** What the crowd tells: the sockets are up; or the moments, by this machine's clock, at which each heard the next event. */
export type CrowdSays =
  | { readonly kind: 'ready' }
  | { readonly kind: 'up' }
  | { readonly kind: 'heard'; readonly at: readonly number[] }
  | { readonly kind: 'failed'; readonly why: string };

/** Sockets being opened at one time: a listener's queue of connections is finite. */
const OPENING = 20;
const PROTOCOL = 'graphql-transport-ws';

/** Raises a crowd for each plan sent to this process, and tells of every event once all have heard it. */
export function serveCrowds(): void {
  const say = (what: CrowdSays) => process.send?.(what);
  process.on('message', (plan: CrowdPlan) => {
    raise(plan, say).then(
      () => say({ kind: 'up' }),
      (fault) => say({ kind: 'failed', why: String(fault) }),
    );
  });
  say({ kind: 'ready' });
}

async function raise({ url, keys, each, query }: CrowdPlan, say: (what: CrowdSays) => void): Promise<void> {
  const all = keys.flatMap((key) => Array.from({ length: each }, () => key));
  let heard: number[] = [];
  const hear = () => {
    heard.push(performance.timeOrigin + performance.now());
    if (heard.length < all.length) return;
    say({ kind: 'heard', at: heard });
    heard = [];
  };
  const waiting = [...all];
  const open = async () => {
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop())
      await subscribed(url, key, query, hear);
  };
  await Promise.all(Array.from({ length: OPENING }, open));
}

/** Settled when the subscription was asked; whether it lives, the server's own gauge tells. */
function subscribed(url: string, key: string, query: string, hear: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, PROTOCOL);
    const send = (message: object) => socket.send(JSON.stringify(message));
    socket.onopen = () => send({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } });
    socket.onmessage = ({ data }) => {
      // Hearing is what is measured: what was heard is not read.
      if (String(data).includes('"type":"next"')) return hear();
      const { type, payload } = JSON.parse(data);
      if (type === 'ping') send({ type: 'pong' });
      else if (type === 'error') reject(new Error(JSON.stringify(payload)));
      else if (type === 'connection_ack') {
        send({ type: 'subscribe', id: '1', payload: { query } });
        resolve();
      }
    };
    socket.onerror = () => reject(new Error('a socket failed'));
    socket.onclose = ({ code, reason }) => reject(new Error(`a socket was closed: ${code} ${reason}`));
  });
}
