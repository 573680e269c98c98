import type { EventFacts, EventKind } from '@cachet/mss-core';
import { bindTo, type ListOrder, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy } from '../page.js';
import type { TenantSql } from '../sql.js';

/** An event in its place. Places are 1, 2, 3… without a hole. */
export interface PlacedEvent {
  readonly position: number;
  readonly id: string;
  readonly at: Date;
  readonly kind: EventKind;
  readonly type: string;
  readonly subjectId: string | null;
  readonly balId: string | null;
  readonly facts: EventFacts;
}

/** The place of the last event, and of the last one that is kept no more. */
export interface EventMarks {
  readonly settled: number;
  readonly forgotten: number;
}

const COLUMNS = 'position, id, at, kind, type, subject_id as "subjectId", bal_id as "balId", facts';
const BY_PLACE: ListOrder<number> = {
  columns: ['position'],
  isDescending: false,
  placed: (position, bind) => bind(position),
};

/** The log of what happens in one tenant. Stores write it with the acts they keep. */
export class PgEvents {
  constructor(private readonly sql: TenantSql) {}

  /** Gives every event that was committed its place, in an order that never changes afterwards. */
  async settle(): Promise<EventMarks> {
    const [marks] = await this.sql.query<EventMarks>('select settled, forgotten from settle_events()');
    return marks ?? { settled: 0, forgotten: 0 };
  }

  /** At most so many after that place, of these kinds, oldest first; among those that have a place. */
  async after(
    position: number,
    limit: number,
    kinds: readonly EventKind[] | null = null,
  ): Promise<readonly PlacedEvent[]> {
    return this.sql.query<PlacedEvent>(
      `select ${COLUMNS} from tenant_event
        where tenant_id = $1 and position > $2 and ($3::text[] is null or kind = any($3))
        order by position limit $4`,
      [this.sql.context.tenantId, position, kinds && [...kinds], limit],
    );
  }

  /** Of these kinds, oldest first; among those that have a place. */
  page(request: PageRequest<number>, kinds: readonly EventKind[]): Promise<Page<PlacedEvent>> {
    return pageBy(request, (walk) => {
      const values: unknown[] = [this.sql.context.tenantId, [...kinds]];
      return this.sql.query<PlacedEvent>(
        `select ${COLUMNS} from tenant_event
          where tenant_id = $1 and kind = any($2) and position is not null
            ${walkSql(BY_PLACE, walk, bindTo(values))}`,
        values,
      );
    });
  }

  /** Forgets what happened before that moment. Answers how many events. */
  async forget(before: Date): Promise<number> {
    const [row] = await this.sql.query<{ gone: number }>('select forget_events($1) as gone', [before]);
    return row?.gone ?? 0;
  }
}
