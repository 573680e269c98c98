import type { IncomingMessage } from 'node:http';
import type { Container } from '../container.js';
import type { Caller } from '../context/caller.js';
import { actOf } from '../context/caller.js';
import { contextOf, desksOf, doorOf } from '../context/make-context.js';
import type { EventTails } from './event-tail.js';
import type { SocketContext } from './socket-context.js';
import type { SocketGuard } from './socket-guard.js';
import type { WatchTails } from './watch-tail.js';

/** What all sockets of a process hear by. */
export interface Heard {
  readonly container: Container;
  readonly tails: EventTails;
  readonly watches: WatchTails;
}

export function socketContextOf(
  { container, tails, watches }: Heard,
  caller: Caller,
  guard: SocketGuard,
  request: IncomingMessage,
): SocketContext {
  return {
    ...contextOf(container, caller, request),
    container,
    guard,
    tails,
    watches,
    renew: () => {
      const act = actOf(caller, doorOf(container, request));
      return { act, desks: desksOf(container, caller, act) };
    },
  };
}
