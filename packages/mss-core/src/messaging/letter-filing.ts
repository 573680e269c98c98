import type { BalRoute } from '../access/index.js';
import type { TenantId } from '../identifiers/index.js';
import type { TraceEvent } from '../traceability/index.js';
import type { NewDelivery } from './ports.js';

/** Where a letter is filed: a recipient's inbox or Junk, or its sender's Sent. */
export interface Place extends Pick<BalRoute, 'tenantId' | 'balId' | 'address'> {
  readonly folder: 'inbox' | 'junk' | 'sent';
}

/** All that one letter writes in one tenant; deliveries and traces are about this letter. */
export interface LetterFiling {
  readonly tenantId: TenantId;
  /** In the order that all letters keep (`inOrder`). */
  readonly places: readonly Place[];
  readonly deliveries: readonly Omit<NewDelivery, 'messageId'>[];
  readonly traces: readonly Omit<TraceEvent, 'messageId'>[];
}
