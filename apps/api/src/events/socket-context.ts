import type { ActContext } from '@cachet/mss-core';
import type { Container } from '../container.js';
import type { ApiContext, Desks } from '../context/api-context.js';
import type { EventTails } from './event-tail.js';
import type { SocketGuard } from './socket-guard.js';

/** The context of a subscription, which outlives the question that opened it. */
export interface SocketContext extends ApiContext {
  readonly container: Container;
  readonly guard: SocketGuard;
  /** What happens in the structures that somebody follows in this process. */
  readonly tails: EventTails;
  /** The caller now: desks that remember nothing, and the act of reading at this moment. */
  renew(): { readonly desks: Desks; readonly act: ActContext };
}
