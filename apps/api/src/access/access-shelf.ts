import type { AccessView, ActContext, IdNat, TenantId } from '@cachet/mss-core';
import {
  type AccessFilter,
  type Database,
  NO_ROWS,
  type Page,
  type PageRequest,
  PgAccessViews,
} from '@cachet/schema';
import DataLoader from 'dataloader';

/** One list of accesses: those to a BAL, or those of a person. */
export interface AccessList {
  readonly tenantId: TenantId;
  readonly of: 'bal' | 'person';
  readonly id: string;
  /** Only those of that person. */
  readonly only?: IdNat | undefined;
  readonly request: PageRequest;
  readonly filter: AccessFilter;
}

/** Lists of accesses, those asked alike within one operation read together. */
export class AccessShelf {
  readonly #loader = new DataLoader<AccessList, Page<AccessView>, string>((asked) => this.#load(asked), {
    cacheKeyFn: (list) => `${list.id} ${alike(list)}`,
  });

  constructor(
    private readonly database: Database,
    private readonly act: ActContext,
  ) {}

  page(list: AccessList): Promise<Page<AccessView>> {
    return this.#loader.load(list);
  }

  async #load(asked: readonly AccessList[]): Promise<Page<AccessView>[]> {
    const groups = [...Map.groupBy(asked, alike).values()];
    const read = await Promise.all(groups.map((lists) => this.#read(lists)));
    const found = new Map(read.flat());
    return asked.map((list) => found.get(list) ?? NO_ROWS);
  }

  async #read(lists: readonly AccessList[]): Promise<readonly (readonly [AccessList, Page<AccessView>])[]> {
    const [first] = lists;
    if (!first) return [];
    const { tenantId, of, only, request, filter } = first;
    const ids = lists.map(({ id }) => id);
    const views = new PgAccessViews(this.database.reading({ ...this.act, tenantId }));
    const pages = await views.pages(of, ids, request, { ...filter, only });
    return lists.map((list) => [list, pages.get(list.id) ?? NO_ROWS] as const);
  }
}

function alike({ tenantId, of, only, request, filter }: AccessList): string {
  return JSON.stringify([tenantId, of, only ?? null, request, filter]);
}
