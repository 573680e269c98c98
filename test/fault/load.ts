import { setTimeout as pause } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { pscToken } from '../e2e/clients.js';
import { readAt, type Sandbox } from '../e2e/sandbox.js';
import type { Ledger } from './ledger.js';
import { bytesOf, type Letter } from './letters.js';
import { type Door, type Moment, SmtpClient } from './smtp-client.js';

/** How soon a client tries again: sooner than real ones, so that it does while the product is still coming back. */
const RETRY_MS = 200;
/** A letter that nobody takes for so long is itself a failure of the product. */
const GIVE_UP_MS = 240_000;
const SESSIONS = { mx: 5, submission: 3 } as const;

/** Sends letters as mail servers and mail programs do: kept connections, and each letter again until it is accepted. */
export class Load {
  readonly #secureContext;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly ledger: Ledger,
    private readonly at: (moment: Moment) => void,
  ) {
    const identity = sandbox.pki.identities.peer;
    if (!identity) throw new Error('the sandbox gives no identity of a peer');
    this.#secureContext = createSecureContext({ cert: readAt(identity.cert), key: readAt(identity.key) });
  }

  /** Settled when each was accepted. @throws when one was refused for good, or never accepted. */
  async send(letters: readonly Letter[]): Promise<void> {
    const waiting = {
      mx: letters.filter(({ door }) => door === 'mx'),
      submission: letters.filter(({ door }) => door === 'submission'),
    };
    const sessions = (['mx', 'submission'] as const).flatMap((door) =>
      Array.from({ length: SESSIONS[door] }, () => this.#session(waiting[door])),
    );
    await Promise.all(sessions);
  }

  async #session(waiting: Letter[]): Promise<void> {
    let client: SmtpClient | null = null;
    let owner = '';
    for (let letter = waiting.shift(); letter; letter = waiting.shift()) {
      const own = letter.rpps ?? '';
      // A mail program signs in for its own BAL only.
      if (owner !== `${own} ${letter.sender}`) {
        await client?.quit();
        client = null;
      }
      owner = `${own} ${letter.sender}`;
      client = await this.#untilAccepted(client, letter);
    }
    await client?.quit();
  }

  /** The session that the letter ended on, for the next one. */
  async #untilAccepted(kept: SmtpClient | null, letter: Letter): Promise<SmtpClient | null> {
    let client = kept;
    const end = performance.now() + GIVE_UP_MS;
    for (let number = 1; ; number++) {
      const raw = bytesOf(letter, number);
      const attempt = this.ledger.begin(letter, number, raw);
      try {
        if (!client || client.isOver) client = await SmtpClient.open(await this.#doorOf(letter), this.at);
        const to = [...letter.here, ...letter.away];
        const dies = letter.dies && number === 1;
        Object.assign(attempt, await client.send({ ...letter, from: letter.sender, to, raw, dies }));
      } catch (fault) {
        attempt.told = fault instanceof Error ? fault.message : String(fault);
      }
      if (attempt.fate === 'accepted') return client;
      if (/^5/.test(attempt.told)) throw new Error(`${letter.id} refused for good: ${attempt.told}`);
      if (performance.now() > end) throw new Error(`${letter.id} never accepted: ${attempt.told}`);
      await pause(RETRY_MS);
    }
  }

  async #doorOf({ door, rpps, sender }: Letter): Promise<Door> {
    const { smtp } = this.sandbox;
    if (door === 'mx' || rpps === null) return { ...smtp.mx, secureContext: this.#secureContext };
    const words = `user=${sender}\x01auth=Bearer ${await pscToken(this.sandbox, rpps)}\x01\x01`;
    return {
      ...smtp.submission.psc,
      secureContext: createSecureContext(),
      token: Buffer.from(words).toString('base64'),
    };
  }
}
