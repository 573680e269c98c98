import type { TenantContext, TenantId, TraceEvent } from '@cachet/mss-core';
import { CommitInDoubt, type Database, isAnswer, type Statement, traceRows } from '@cachet/schema';
import { Batches, type Divided } from '../batches.js';

/** Acts whose traces share a commit, and the tenants they may be of. */
const MOST_TOGETHER = 64;
const MOST_TENANTS = 8;

interface Waiting {
  readonly tenantId: TenantId;
  /** What `trace_acts` reads: a JSON array. */
  readonly rows: string;
  resolve(): void;
  reject(fault: unknown): void;
}

/**
 * Traces that are all an act writes, kept before its answer is given, like any, and together with those of other acts.
 */
// EX_GDT_5030: none is told done that is not traced.
export class TraceBatches {
  readonly #batches = new Batches<Waiting>(divide, (batch) => this.#commit(batch));

  constructor(private readonly database: Pick<Database, 'alone'>) {}

  /** Settled once they are committed. */
  record(context: TenantContext, events: readonly TraceEvent[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { tenantId } = context;
    this.#batches.add({ tenantId, rows: traceRows(context, events), resolve, reject });
    return promise;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.database.alone(tracing(batch));
      for (const { resolve } of batch) resolve();
    } catch (fault) {
      if (batch.length > 1 && isAnswer(fault)) {
        await Promise.all(batch.map((act) => this.#commit([act])));
        return;
      }
      // Nothing else was done: an act asked for again is traced again.
      const told = fault instanceof CommitInDoubt ? fault.lost : fault;
      for (const { reject } of batch) reject(told);
    }
  }
}

function divide(waiting: readonly Waiting[]): Divided<Waiting> {
  const tenants = new Set<TenantId>();
  const [batch, left]: [Waiting[], Waiting[]] = [[], []];
  for (const act of waiting) {
    const fits = batch.length < MOST_TOGETHER && (tenants.has(act.tenantId) || tenants.size < MOST_TENANTS);
    if (fits) tenants.add(act.tenantId);
    (fits ? batch : left).push(act);
  }
  return { batch, left };
}

function tracing(batch: readonly Waiting[]): Statement {
  const byTenant = [...Map.groupBy(batch, ({ tenantId }) => tenantId)];
  const calls = byTenant.map((_, index) => `trace_acts($${index * 2 + 1}, $${index * 2 + 2})`);
  return {
    text: `select ${calls.join(', ')}`,
    values: byTenant.flatMap(([tenantId, acts]) => [tenantId, joined(acts.map(({ rows }) => rows))]),
  };
}

/** JSON arrays as one. */
function joined(arrays: readonly string[]): string {
  return `[${arrays.map((array) => array.slice(1, -1)).join(',')}]`;
}
