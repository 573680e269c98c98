import { setTimeout as pause } from 'node:timers/promises';
import { pscToken } from '../../e2e/clients.js';
import type { Random } from '../random.js';
import type { RunningProduct } from '../running-product.js';
import {
  type Act,
  append,
  bigAct,
  copy,
  type Folders,
  type Names,
  newMessage,
  type Side,
  smallAct,
} from './acts.js';
import { impossible, isAs, UidMemory, unchanged } from './folder-state.js';
import type { ImapLedger } from './imap-ledger.js';
import { ImapSession } from './imap-session.js';
import { look, settle } from './look.js';

export interface Owner {
  readonly bal: string;
  readonly rpps: string;
}

/** How a worker works in one cycle. */
interface Course {
  isEnough(acts: number): boolean;
  /** Whether it also appends messages that wait in a file. */
  readonly isLong: boolean;
  left(): void;
}

const RETRY_MS = 200;
/** A BAL that cannot be opened for so long is itself a failure of the product. */
const GIVE_UP_MS = 240_000;
const SIDES: readonly Side[] = ['here', 'there'];

/**
 * A mail program that alone writes in two folders and knows at each moment what must lie there. After a command without an answer it
 * looks: all of it must be there, or nothing.
 */
export class ImapWorker {
  readonly #names: Names;
  readonly #memory = { here: new UidMemory(), there: new UidMemory() };
  #session: ImapSession | null = null;
  #selected: Side | null = null;
  #folders: Folders | null = null;
  #acts = 0;

  constructor(
    private readonly product: RunningProduct,
    private readonly owner: Owner,
    private readonly name: string,
    private readonly ledger: ImapLedger,
    /** All of its many messages in each command. */
    private readonly messages: number,
  ) {
    this.#names = { here: `Campagne/${name}/ici`, there: `Campagne/${name}/ailleurs` };
  }

  /** Makes its folders, and fills one by doubling. Nothing disturbs it yet. */
  async prepare(): Promise<void> {
    const session = await this.#open(() => undefined);
    for (const side of SIDES) await session.tell(`CREATE "${this.#names[side]}"`);
    await this.#look(null);
    if (this.messages === 0) return;
    await this.#do(append(this.#names, this.#known, 'here', [newMessage(`${this.name}-0`, [], 400)]));
    while (this.#known.here.items.size < this.messages) {
      await this.#do(copy(this.#names, this.#known, 'here', 'here', [...this.#known.here.items.keys()]));
      await this.#look(null);
    }
  }

  /** Acts until it is enough, then looks with a new session whether all is as it was told. */
  async work(random: Random, { isEnough, isLong, left }: Course): Promise<void> {
    for (let done = 0; !isEnough(done); done += 1) {
      await this.#ready(left);
      this.#acts += 1;
      const id = `${this.name}-${this.#acts}`;
      const act =
        this.messages > 0
          ? bigAct(random, this.#names, this.#known)
          : smallAct(random, this.#names, this.#known, id, isLong && random.chance(0.3));
      await this.#do(act);
    }
    this.#close();
    await this.#look(null);
    this.#close();
  }

  get #known(): Folders {
    if (!this.#folders) throw new Error(`${this.name} was not prepared`);
    return this.#folders;
  }

  async #do(act: Act): Promise<void> {
    const session = this.#session;
    if (!session) throw new Error(`${this.name} has no session`);
    if (act.in !== null && this.#selected !== act.in) {
      const selected = await session.tell(`SELECT "${this.#names[act.in]}"`);
      this.#selected = selected.fate === 'ok' ? act.in : null;
      if (selected.fate !== 'ok') return this.#retire();
    }
    const told = await session.tell(...act.pieces);
    this.ledger.told(act, told);
    // Refused or never sent: nothing of it may be there, which the next look tells like that of an act without an answer.
    if (told.fate === 'refused') await pause(RETRY_MS);
    await this.#look({ act, may: told.fate });
  }

  /** A session that is over, or whose server said no, is left. */
  async #retire(): Promise<void> {
    this.#close();
    await pause(RETRY_MS);
  }

  /**
   * What lies there now, compared with what must. Without an act nothing may have changed; after one that is done, its effect; after one
   * refused or never sent, nothing; without an answer, one or the other.
   */
  async #look(last: { readonly act: Act; readonly may: 'ok' | 'refused' | 'notSent' | 'unknown' } | null) {
    const seen = await this.#seen(last?.may === 'unknown' || last?.may === 'notSent');
    const before = this.#folders ?? seen;
    for (const side of SIDES) {
      const name = `${this.owner.bal} ${this.#names[side]}`;
      this.ledger.violate(impossible(name, before[side], seen[side]));
      this.ledger.violate(this.#memory[side].note(name, seen[side]));
    }
    this.#folders = seen;
    const isUndone = SIDES.every((side) => isAs(before[side], unchanged(before[side]), seen[side]));
    if (!last) {
      if (!isUndone) this.ledger.violate([`${this.name}: something changed though nothing was asked`]);
      return;
    }
    const { act, may } = last;
    const isDone = SIDES.every((side) => isAs(before[side], act.after[side], seen[side]));
    this.ledger.found(this.name, act, may, isDone, isUndone);
  }

  async #seen(afterLoss: boolean): Promise<Folders> {
    const end = performance.now() + GIVE_UP_MS;
    for (;;) {
      await this.#ready(() => undefined);
      const here = await this.#lookAt('here', afterLoss);
      const there = here && (await this.#lookAt('there', afterLoss));
      if (here && there) return { here, there };
      if (performance.now() > end) throw new Error(`${this.name} could not look at its folders`);
      await this.#retire();
    }
  }

  async #lookAt(side: Side, afterLoss: boolean) {
    const session = this.#session;
    if (!session) return null;
    this.#selected = side;
    if (afterLoss) {
      const selected = await session.tell(`SELECT "${this.#names[side]}"`);
      if (selected.fate !== 'ok' || !(await settle(session))) return null;
    }
    return look(session, this.#names[side]);
  }

  async #ready(left: () => void): Promise<void> {
    const end = performance.now() + GIVE_UP_MS;
    while (!this.#session || this.#session.isOver) {
      this.#close();
      try {
        await this.#open(left);
      } catch (fault) {
        if (performance.now() > end) throw new Error(`${this.name} could not sign in: ${String(fault)}`);
        await pause(RETRY_MS);
      }
    }
  }

  async #open(left: () => void): Promise<ImapSession> {
    const { sandbox } = this.product;
    const words = `user=${this.owner.bal}\x01auth=Bearer ${await pscToken(sandbox, this.owner.rpps)}\x01\x01`;
    const token = Buffer.from(words).toString('base64');
    const session = await ImapSession.open({ ...sandbox.imap.psc, token }, left);
    this.#session = session;
    this.#selected = null;
    return session;
  }

  #close(): void {
    this.#session?.close();
    this.#session = null;
    this.#selected = null;
  }
}
