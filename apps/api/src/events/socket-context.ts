import type { ActContext } from '@cachet/mss-core';
import type { Container } from '../container.js';
import type { ApiContext, Desks } from '../context/api-context.js';
import type { EventTails } from './event-tail.js';
import type { SocketGuard } from './socket-guard.js';
import type { WatchTails } from './watch-tail.js';

/** The context of a subscription, which outlives the question that opened it. */
export interface SocketContext extends ApiContext {
  readonly container: Container;
  readonly guard: SocketGuard;
  /** What happens in the structures that somebody follows in this process. */
  readonly tails: EventTails;
  /** What is announced of one topic in the structures that somebody watches in this process. */
  readonly watches: WatchTails;
  /** The caller now: desks that remember nothing, and the act of reading at this moment. */
  renew(): { readonly desks: Desks; readonly act: ActContext };
}
