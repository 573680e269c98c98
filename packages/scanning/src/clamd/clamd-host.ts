import { addressText, type ClamdAddress } from './address.js';
import { ClamdStream, type ClamdTimes } from './clamd-stream.js';
import { knownLetter } from './known-letter.js';
import { Places } from './places.js';
import { type ClamdReply, readReply } from './reply.js';

export interface ClamdHostOptions {
  readonly address: ClamdAddress;
  readonly times: ClamdTimes;
  /** Letters that go there while they arrive, at one time, and letters read again from the spool. */
  readonly places: { readonly live: number; readonly again: number };
  /** Largest letter that may come, in octets. */
  readonly largest: number;
}

/** One clamd: how many letters are with it, whether it answers, and up to what size it has proved that it finds something. */
export class ClamdHost {
  readonly name: string;
  /** Apart, so that clients who send slowly keep no place from letters that are whole. */
  readonly live: Places;
  readonly again: Places;
  #proven = 0;
  #isAnswering = false;
  #checking: Promise<void> | null = null;

  constructor(private readonly options: ClamdHostOptions) {
    this.name = addressText(options.address);
    this.live = new Places(options.places.live);
    this.again = new Places(options.places.again);
  }

  /** Octets of the largest letter whose clean bill from here is believed; 0 while nothing is. */
  get believedUpTo(): number {
    return this.#isAnswering ? this.#proven : 0;
  }

  get isAnswering(): boolean {
    return this.#isAnswering;
  }

  stream(): ClamdStream {
    return new ClamdStream(this.options.address, this.options.times);
  }

  /** Asks whether it is there and, when that is new, has it find a known virus. One check at a time, shared by all who wait for it. */
  check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  /** Doubts it until its next check: it broke off. */
  doubt(): void {
    this.#isAnswering = false;
  }

  async #check(): Promise<void> {
    const wasBelieved = this.#isAnswering && this.#proven > 0;
    const ping = new ClamdStream(this.options.address, this.options.times, 'PING');
    const isThere = (await ping.answer()) === 'PONG';
    if (!wasBelieved) this.#proven = isThere ? await this.#prove() : 0;
    this.#isAnswering = isThere;
  }

  /** The largest of a few sizes in which it finds what is known to be there; one that does not answer is not asked again. */
  async #prove(): Promise<number> {
    for (const part of [1, 0.95, 0.75, 0.5, 0.25, 0.05]) {
      const octets = Math.max(2048, Math.floor(this.options.largest * part));
      const stream = this.stream();
      if ((await findIn(stream, octets)).kind === 'infected') return octets;
      if (stream.wasSilent) return 0;
    }
    return 0;
  }
}

async function findIn(stream: ClamdStream, octets: number): Promise<ClamdReply> {
  for (const bytes of knownLetter(octets)) {
    if (stream.isOver) break;
    await stream.write(bytes);
  }
  return readReply((await stream.end()) ?? '');
}
