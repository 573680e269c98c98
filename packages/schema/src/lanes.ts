import type { Pool, PoolClient } from 'pg';
import { CommitInDoubt, isAnswer } from './commit-in-doubt.js';
import { inOneWrite, type Statement, Together } from './together.js';
import { preparedQuery } from './transaction.js';

/** One connection on which statements follow each other without waiting for answers. */
interface Lane {
  readonly client: Promise<PoolClient>;
  underway: number;
  /** Why its connection takes no more statements, once it does not. */
  lost: Error | null;
}

/**
 * Statements that are each a transaction of their own, from many sessions over few connections: what several sessions ask at one
 * moment leaves in one write. A lane goes back to the pool as soon as nothing is under way on it.
 */
export class Lanes {
  readonly #lanes = new Set<Lane>();

  constructor(
    private readonly pool: Pool,
    private readonly most: number,
  ) {}

  /** Settled after its commit. Rejects with the statement's own fault; its neighbours go on. @throws CommitInDoubt */
  run<R>(statement: Statement): Promise<R[]> {
    return this.#on((client) => answered(client, statement));
  }

  /** The rows of a statement that is behind another in its transaction, when neither keeps anything. Rejects with the fault of either. */
  runBehind<R>(first: Statement, statement: Statement): Promise<R[]> {
    const together = new Together([first, statement]);
    return this.#on(
      async (client) => {
        inOneWrite(client);
        client.query(together);
        return (await together.answer).at(-1) as R[];
      },
      () => together.namesAny,
    );
  }

  /** `isUnsure` tells after a fault whether the connection may be in another state than we believe. */
  async #on<R>(work: (client: PoolClient) => Promise<R[]>, isUnsure = () => false): Promise<R[]> {
    const lane = this.#freest();
    lane.underway += 1;
    try {
      return await work(await lane.client);
    } catch (fault) {
      if (!isAnswer(fault) || isUnsure())
        lane.lost ??= fault instanceof Error ? fault : new Error('lane lost', { cause: fault });
      throw fault;
    } finally {
      lane.underway -= 1;
      this.#settle(lane);
    }
  }

  #freest(): Lane {
    const known = [...this.#lanes].sort((a, b) => a.underway - b.underway)[0];
    if (known && (known.underway === 0 || this.#lanes.size >= this.most)) return known;
    const lane = { client: this.pool.connect(), underway: 0, lost: null };
    this.#lanes.add(lane);
    return lane;
  }

  /** A lost connection takes no more statements; it is given up when the last of those under way has ended too, well or not. */
  #settle(lane: Lane): void {
    if (lane.lost) this.#lanes.delete(lane);
    if (lane.underway > 0) return;
    this.#lanes.delete(lane);
    lane.client.then(
      (client) => client.release(lane.lost ?? false),
      () => undefined,
    );
  }
}

async function answered<R>(client: PoolClient, statement: Statement): Promise<R[]> {
  try {
    inOneWrite(client);
    const { rows } = await client.query(preparedQuery(statement));
    return rows;
  } catch (fault) {
    throw await CommitInDoubt.unlessAnswered(fault, client);
  }
}
