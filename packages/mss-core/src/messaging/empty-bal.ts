import type { BalStore } from '../access/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';

/** What one step removed for good. */
export interface EmptiedPart {
  readonly items: number;
  /** Messages that nothing shows any more: their octets are gone. */
  readonly messages: number;
  readonly octets: number;
  /** Nothing of the BAL is left. */
  readonly isEmpty: boolean;
}

/** The content of one BAL about to be destroyed, within one transaction. */
export interface EmptyingDesk {
  /** Removes at most so many items, their messages when nothing else shows them, and, once no item is left, all that tells of them. */
  removeSome(balId: string, atMost: number): Promise<EmptiedPart>;
}

export interface EmptyingPorts {
  inTenant<T>(
    context: TenantContext,
    work: (stores: {
      readonly bals: Pick<BalStore, 'byId'>;
      readonly emptying: EmptyingDesk;
      readonly journal: Journal;
    }) => Promise<T>,
  ): Promise<T>;
}

/** Items of one transaction: each is short, and letters for other BAL of the structure pass between two. */
const AT_ONE_TIME = 100;

/**
 * Destroys all that a suspended or deleted BAL holds: items, folders, what remembers them, and each message that no other BAL of the structure shows
 * and no delivery awaits. In short transactions, each with its trace: killed in between, it goes on when begun again. Only traces and the
 * facts of deliveries remain. Refuses notFound, inputInvalid for a BAL that still receives.
 */
// EX_GBM_6010: irrevocable; nothing remains of the messages but their traces.
export async function emptyBal(
  ports: EmptyingPorts,
  context: TenantContext,
  balId: string,
): Promise<Outcome<Omit<EmptiedPart, 'isEmpty'>>> {
  let total = { items: 0, messages: 0, octets: 0 };
  for (;;) {
    const part = await ports.inTenant(context, async ({ bals, emptying, journal }) => {
      const bal = await bals.byId(balId);
      if (!bal) return refused('notFound');
      if (bal.state !== 'suspended' && bal.state !== 'deleted')
        return refused('inputInvalid', { field: 'bal' });
      const { items, messages, octets, isEmpty } = await emptying.removeSome(balId, AT_ONE_TIME);
      const facts = { items, messages, octets, isEmpty };
      await journal.record([{ kind: 'bal.emptied', outcome: 'ok', balId, facts }]);
      return done({ items, messages, octets, isEmpty });
    });
    if (!part.ok) return part;
    const { items, messages, octets, isEmpty } = part.value;
    total = {
      items: total.items + items,
      messages: total.messages + messages,
      octets: total.octets + octets,
    };
    if (isEmpty) return done(total);
  }
}
