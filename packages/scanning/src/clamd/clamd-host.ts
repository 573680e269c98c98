import { addressText, type ClamdAddress } from './address.js';
import { ClamdConnection } from './clamd-connection.js';
import { ClamdSessions } from './clamd-sessions.js';
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
  #hasSessions = false;
  readonly #sessions = new ClamdSessions();
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

  /** For a letter that arrives: on a connection that served others, where one waits. */
  stream(): ClamdStream {
    const connection = this.#sessions.take() ?? this.#connect(this.#hasSessions);
    const whenServed = (served: ClamdConnection) => this.#sessions.giveBack(served);
    return new ClamdStream(connection, this.options.times, { whenServed });
  }

  /** On a connection of its own, of which nothing is known yet. */
  streamAnew(): ClamdStream {
    return new ClamdStream(this.#connect(false), this.options.times);
  }

  close(): void {
    this.#sessions.close();
  }

  #connect(isSession: boolean): ClamdConnection {
    return new ClamdConnection(this.options.address, isSession);
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
    const isThere = await this.#answersPing(false);
    if (!wasBelieved) {
      this.#sessions.close();
      this.#hasSessions = isThere && (await this.#answersPing(true));
      this.#proven = isThere ? await this.#prove() : 0;
    }
    this.#isAnswering = isThere;
  }

  /** In a session too, which not all that speak as clamd does know. */
  async #answersPing(isSession: boolean): Promise<boolean> {
    const ping = new ClamdStream(this.#connect(isSession), this.options.times, { command: 'PING' });
    return (await ping.answer()) === 'PONG';
  }

  /** The largest of a few sizes in which it finds what is known to be there; one that does not answer is not asked again. */
  async #prove(): Promise<number> {
    for (const part of [1, 0.95, 0.75, 0.5, 0.25, 0.05]) {
      const octets = Math.max(2048, Math.floor(this.options.largest * part));
      const stream = this.streamAnew();
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
