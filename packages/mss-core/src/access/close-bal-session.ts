import type { ActContext } from '../tenancy/index.js';
import type { BalSessionPorts, OpenedBal } from './open-bal.js';

/** How a session on a BAL ended. */
export interface SessionEnd {
  readonly protocol: 'IMAP' | 'SMTP';
  /** One word: `logout`, `clientGone`, `idle`, `shutdown`… */
  readonly reason: string;
  /** How long the connection lasted. */
  readonly seconds: number;
  /** What the client program said of itself, unverified. */
  readonly client: string | null;
}

/** Traces the end of a session that `openBalSession` opened, whoever ended it. */
// EX_GDT_5030: disconnections are traced as connections are.
export async function closeBalSession(
  ports: Pick<BalSessionPorts, 'inTenant'>,
  door: Omit<ActContext, 'actor'>,
  { context, bal }: OpenedBal,
  end: SessionEnd,
): Promise<void> {
  await ports.inTenant({ ...context, ...door }, ({ journal }) =>
    journal.record([{ kind: 'session.closed', outcome: 'ok', balId: bal.id, facts: { ...end } }]),
  );
}
