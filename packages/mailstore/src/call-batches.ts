import type { TenantId } from '@cachet/mss-core';
import { type Database, isAnswer, type Statement } from '@cachet/schema';
import pLimit from 'p-limit';
import { Batches, type Divided } from './batches.js';
import { gaveUpWaiting, isDeadlock } from './gave-up-waiting.js';

/** Calls that share a transaction: enough to share the cost of a commit, few enough that none waits long for the others. */
const MOST_TOGETHER = 16;
/** Calls that wait for a held folder at one time, each on a connection of its own. */
const MOST_HELD_UP = 4;

/** A function of the database that does one whole act in one folder, and enters its tenant itself. */
export interface FolderFunction {
  readonly name: 'receive_letter' | 'append_letter' | 'change_flags';
  /** Its arguments. */
  readonly takes: number;
  /** A folder that somebody holds for longer keeps its own calls waiting, and no others. */
  readonly patienceMs: number;
  /** What becomes of these: they wait on, or whoever calls is told. */
  readonly whenHeld: 'wait' | 'tell';
}

/** One call: where it acts, and the arguments. */
export interface FolderCall {
  readonly tenantId: TenantId;
  readonly balId: string;
  readonly folder: string;
  readonly values: readonly unknown[];
}

interface Waiting<A> extends FolderCall {
  resolve(answer: A): void;
  reject(fault: unknown): void;
}

/**
 * Calls one such function for many sessions, together. A call that the database refuses, or that has to wait for its folder, does so alone.
 */
export class CallBatches<A> {
  readonly #batches = new Batches<Waiting<A>>(divide, (batch) => this.#commit(batch));
  readonly #heldUp = pLimit(MOST_HELD_UP);
  /** By number of calls: long, few, and looked up at each commit. */
  readonly #texts = new Map<number, string>();

  constructor(
    private readonly database: Pick<Database, 'alone' | 'atOnce'>,
    private readonly called: FolderFunction,
  ) {}

  /** What the function answers, once it is committed. @throws what the database says of this call. */
  call(call: FolderCall): Promise<A> {
    const { promise, resolve, reject } = Promise.withResolvers<A>();
    this.#batches.add({ ...call, resolve, reject });
    return promise;
  }

  async #commit(batch: readonly Waiting<A>[]): Promise<void> {
    try {
      const calls = inOrder(batch);
      const [answers = {}] = await this.database.alone<Record<string, A>>(this.#callingAll(calls));
      for (const [index, { resolve }] of calls.entries()) resolve(answers[answerName(index)] as A);
    } catch (fault) {
      const [first, ...others] = batch;
      // Only an answer of the database tells that nothing was kept; after a lost connection nobody knows, and nothing is tried twice.
      if (others.length > 0 && isAnswer(fault)) await Promise.all(batch.map((call) => this.#commit([call])));
      else if (first && this.called.whenHeld === 'wait' && isHeld(fault))
        void this.#heldUp(() => this.#await(first));
      else for (const { reject } of batch) reject(fault);
    }
  }

  #callingAll(calls: readonly FolderCall[]): Statement {
    const text = this.#texts.get(calls.length) ?? callingMany(this.called, calls.length);
    this.#texts.set(calls.length, text);
    return { text, values: calls.flatMap(({ values }) => values) };
  }

  /** Waits for the folder as long as a statement may last. */
  async #await({ tenantId, values, resolve, reject }: Waiting<A>): Promise<void> {
    try {
      const text = `select ${calling(this.called, 0)}`;
      const [[answers]] = (await this.database.atOnce([{ text, values, tenantId }])) as [[Record<string, A>]];
      resolve(answers[answerName(0)] as A);
    } catch (fault) {
      reject(fault);
    }
  }
}

/** Of one BAL, calls for one folder: whoever holds its room would wait for its other folder. */
function divide<C extends FolderCall>(waiting: readonly C[]): Divided<C> {
  const folders = new Map<string, string>();
  const together: C[] = [];
  for (const call of waiting) {
    if (together.length === MOST_TOGETHER) break;
    if ((folders.get(call.balId) ?? call.folder) !== call.folder) continue;
    folders.set(call.balId, call.folder);
    together.push(call);
  }
  // Few sizes, and so few statements, each of which every connection of the database has to plan once.
  const batch = together.slice(0, 2 ** Math.floor(Math.log2(together.length)));
  const taken = new Set(batch);
  // In the order in which they came: who waits for another folder of the same BAL is next in turn.
  return { batch, left: waiting.filter((call) => !taken.has(call)) };
}

function isHeld(fault: unknown): boolean {
  return gaveUpWaiting(fault) || isDeadlock(fault);
}

/** One order for all, so that two transactions never wait for each other's folders. */
function inOrder<C extends FolderCall>(batch: readonly C[]): readonly C[] {
  const keyOf = ({ tenantId, balId }: FolderCall) => `${tenantId} ${balId}`;
  return [...batch].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function callingMany(called: FolderFunction, count: number): string {
  const patience = `set_config('lock_timeout', '${called.patienceMs}', true)`;
  const calls = Array.from({ length: count }, (_, index) => calling(called, index));
  return `select ${[patience, ...calls].join(', ')}`;
}

function calling({ name, takes }: FolderFunction, call: number): string {
  const numbers = Array.from({ length: takes }, (_, index) => `$${call * takes + index + 1}`);
  return `${name}(${numbers.join(', ')}) as ${answerName(call)}`;
}

function answerName(call: number): string {
  return `answer${call}`;
}
