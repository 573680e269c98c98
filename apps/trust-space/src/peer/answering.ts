import type { Publication } from '../liste-blanche/publication.js';
import type { Igc } from '../pki/igc.js';
import { answerTo, deservesAnswer, headerFields } from './answer.js';
import type { Envelope, ReceivedMail } from './received-mail.js';
import { type Destination, type Letter, type SendOutcome, sendLetter } from './smtp-send.js';
import { Turnstile } from './turnstile.js';

const CONNECTIONS = 8;
const RETRY_MS = [1000, 5000, 30_000, 120_000];

export interface AnsweringParts {
  readonly hostname: string;
  readonly mx: Destination;
  readonly igc: Igc;
  readonly publication: Publication;
  readonly received: ReceivedMail;
  /** Told what became of each attempt. */
  report(outcome: SendOutcome): void;
}

/** The peer's mailboxes: they answer what people write to them, through the operator's MX and as a true peer would. */
export class Answering {
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly connections = new Turnstile(CONNECTIONS);
  private stopped = false;

  constructor(private readonly parts: AnsweringParts) {}

  /** Answers, in its own time, for each recipient that should. */
  async consider(id: string, { from, to }: Envelope): Promise<void> {
    if (from === '') return;
    const fields = headerFields(await this.parts.received.raw(id));
    for (const mailbox of to)
      if (deservesAnswer(from, mailbox, fields)) void this.attempt(answerTo(from, mailbox, fields), 0);
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private async attempt(letter: Letter, tries: number): Promise<void> {
    const outcome = await this.connections.pass(() => this.send(letter));
    this.parts.report(outcome);
    const delay = RETRY_MS[tries];
    const isFinal = outcome.accepted || (outcome.code !== null && outcome.code >= 500);
    if (isFinal || this.stopped || delay === undefined) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.attempt(letter, tries + 1);
    }, delay);
    this.timers.add(timer);
  }

  private send(letter: Letter): Promise<SendOutcome> {
    const { hostname, mx, igc } = this.parts;
    return sendLetter(letter, mx, {
      ehlo: hostname,
      identity: igc.identities.peer,
      startTls: true,
      judge: (der) => igc.judge.judge(der),
      trusts: (server) => server.ok && this.isListedFor(server.dn, letter.to[0] ?? ''),
    });
  }

  // The peer checks whom it gives mail to, as § 6.7.2.1 asks of every operator (steps 4 to 6).
  private isListedFor(dn: string, recipient: string): boolean {
    return this.parts.publication.binds(dn, recipient.slice(recipient.lastIndexOf('@') + 1));
  }
}
