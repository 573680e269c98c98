import { readChunkCommand } from './chunk-command.js';
import { ChunkReader, LineCheck } from './chunk-reader.js';
import { DataReader } from './data-reader.js';
import type { IncomingMessage, Verdict } from './entry.js';
import { IncomingContent } from './incoming-content.js';
import { tooLarge } from './mail-parameters.js';
import * as replies from './replies.js';
import type { SmtpReply } from './reply.js';
import type { StrictInput } from './strict-input.js';

/** What receiving needs of its session. */
export interface IntakeSession {
  readonly maxMessageBytes: number;
  input(): StrictInput;
  /** Why no content may come now. */
  obstacle(): Verdict;
  /** Hands the letter over; a fault is an answer too. */
  message(octets: IncomingMessage['octets']): Promise<SmtpReply>;
  reply(reply: SmtpReply): void;
  invite(): void;
  /** Replies, and closes. */
  end(reply: SmtpReply): void;
  /** Ends the transaction. */
  reset(): void;
  isOver(): boolean;
}

/** A letter whose content has begun. */
interface Letter {
  readonly content: IncomingContent;
  readonly lines: LineCheck;
  readonly verdict: Promise<SmtpReply>;
  /** The verdict, once there is one: it may come before the content's end. */
  answer: SmtpReply | null;
}

const CRLF = Buffer.from('\r\n');

/** Receives the letters of one session, by DATA (RFC 5321 §4.1.1.4) or in chunks (RFC 3030). */
export class LetterIntake {
  #letter: Letter | null = null;
  #isDeciding = false;

  constructor(private readonly session: IntakeSession) {}

  /** Chunks came, the last one did not. */
  get isUnderWay(): boolean {
    return this.#letter !== null;
  }

  /** The letter is in and its fate undecided: the client waits for us. */
  get isDeciding(): boolean {
    return this.#isDeciding;
  }

  data(callback: () => void): void {
    const input = this.session.input();
    // RFC 2920 §3.1: nothing is sent ahead of the answer to DATA. Lines of a letter that is refused would be read as commands.
    if (input.isAhead) {
      this.#close(replies.TALKS_AHEAD, callback);
      return;
    }
    const refusal = this.#letter ? replies.MIXED_WITH_CHUNKS : this.session.obstacle();
    if (refusal) {
      this.session.reply(refusal);
    } else {
      const letter = this.#open();
      void this.#receive(input, input.take(new DataReader(), letter.content), () => this.#decide(letter));
      this.session.invite();
    }
    callback();
  }

  /** RFC 3030 §2: the octets of a chunk are content and nothing else, even where the chunk is refused. */
  chunk(command: string, callback: () => void): void {
    const chunk = readChunkCommand(command);
    if (!chunk) {
      this.#close(replies.CHUNK_WITHOUT_SIZE, callback);
      return;
    }
    const { maxMessageBytes } = this.session;
    if (chunk.octets > 2 * maxMessageBytes || this.#letter?.content.isHopeless(chunk.octets)) {
      this.#close(tooLarge(maxMessageBytes), callback);
      return;
    }
    const refusal = this.#letter ? null : this.session.obstacle();
    const letter = refusal ? null : (this.#letter ?? this.#open());
    const answer = async () => (letter ? this.#chunkTaken(letter, chunk) : (refusal ?? replies.NEED_MAIL));
    const input = this.session.input();
    const frame = new ChunkReader(chunk.octets, letter?.lines ?? null);
    void this.#receive(input, input.take(frame, letter?.content ?? null), answer);
    callback();
  }

  /** The letter under way, if any, will not be whole. */
  giveUp(): void {
    this.#letter?.content.giveUp();
    this.#letter = null;
  }

  #open(): Letter {
    const content = new IncomingContent(this.session.maxMessageBytes);
    const verdict = this.session.message(content.octets());
    const letter: Letter = { content, lines: new LineCheck(), verdict, answer: null };
    // A refusal needs no content: what comes is read away, so that the reply comes after the end.
    void verdict.then((reply) => {
      letter.answer = reply;
      content.readAway();
    });
    this.#letter = letter;
    return letter;
  }

  async #receive(input: StrictInput, taken: Promise<void>, answer: () => Promise<SmtpReply>): Promise<void> {
    await taken;
    const reply = await answer();
    if (this.session.isOver()) return;
    this.session.reply(reply);
    input.continue();
  }

  async #chunkTaken(letter: Letter, chunk: { octets: number; isLast: boolean }): Promise<SmtpReply> {
    const { content, lines } = letter;
    const refusal = content.isTooLarge ? tooLarge(this.session.maxMessageBytes) : letter.answer;
    if (refusal) {
      this.session.reset();
      return refusal;
    }
    if (!chunk.isLast) return { code: 250, enhanced: '2.0.0', text: `${chunk.octets} octets received` };
    if (lines.endFault) {
      this.session.end(replies.NOT_LINES);
      return replies.NOT_LINES;
    }
    // What goes on by DATA ends with a whole line: the one thing a last chunk may lack.
    if (!lines.isWhole) await content.write(CRLF);
    return this.#decide(letter);
  }

  async #decide({ content, verdict }: Letter): Promise<SmtpReply> {
    this.#isDeciding = true;
    content.end();
    const reply = await verdict;
    this.#isDeciding = false;
    if (!this.session.isOver()) this.session.reset();
    return reply;
  }

  #close(reply: SmtpReply, callback: () => void): void {
    this.session.end(reply);
    callback();
  }
}
