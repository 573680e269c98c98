import type { ToldEvent } from '@cachet/mss-core';
import { newRowId } from '../row-id.js';

/** What the database's `add_events` reads: whole rows of `tenant_event`, without place for the moment. */
export function eventRows(at: Date, events: readonly ToldEvent[]): string {
  return JSON.stringify(
    events.map(({ kind, type, subjectId, balId, facts }) => ({
      ...{ id: newRowId(), at, kind, type, facts },
      ...{ subject_id: subjectId, bal_id: balId },
    })),
  );
}
