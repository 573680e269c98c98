import {
  type AdmittedRecipient,
  admitOutboundRecipient,
  type BalSessionPorts,
  completionOf,
  done,
  type MailPath,
  type OpenedBal,
  type Outcome,
  refused,
  type SendingRequest,
  takeLetter,
} from '@cachet/mss-core';
import { claimedBy, PgBalStore, PgJournal, PgRouting, PgSending } from '@cachet/schema';
import type { Container } from '../container.js';
import type { LocatedSentLetter } from './sent-letters.js';

/** A letter whose recipients were admitted, and whoever asks for it twice is known by its request. */
export interface ReadyLetter {
  readonly recipients: readonly AdmittedRecipient[];
  readonly octets: AsyncIterable<Uint8Array>;
  readonly request: SendingRequest;
  /** It lay among the drafts, dated when it was written. */
  readonly isDraft?: boolean;
}

/** The way out of a BAL: the very use case of letters that mail programs submit. */
export class Dispatch {
  constructor(private readonly container: Container) {}

  /** What was answered to that request the first time; null when it is the first. */
  async answered(opened: OpenedBal, request: SendingRequest): Promise<Outcome<LocatedSentLetter> | null> {
    const former = await this.container.database.withTenant(opened.context, (sql) =>
      new PgSending(sql).former(opened.bal.id, request.key),
    );
    return former && again(opened, claimedBy(former, request), former.sentAt);
  }

  /** Every recipient or none. Refuses noRecipient, and as `admitOutboundRecipient`. */
  async admit(
    { context, bal }: OpenedBal,
    paths: ReadonlySet<MailPath>,
  ): Promise<Outcome<readonly AdmittedRecipient[]>> {
    const { database, letters } = this.container;
    const ports = { ...letters, routing: new PgRouting(database), postmaster: null };
    const admitted: AdmittedRecipient[] = [];
    for (const path of paths) {
      const recipient = await admitOutboundRecipient(ports, context, bal, path, 0);
      if (!recipient.ok) return recipient;
      admitted.push(recipient.value);
    }
    return admitted.length > 0 ? done(admitted) : refused('noRecipient');
  }

  /** Refuses as `takeLetter`. */
  async send(
    opened: OpenedBal,
    { recipients, octets, request, isDraft = false }: ReadyLetter,
  ): Promise<Outcome<LocatedSentLetter>> {
    const { at, correlationId } = opened.context;
    const { letters } = this.container;
    const { hostname } = letters;
    const passage = { hostname, helo: null, tls: null, protocol: 'HTTPS', id: correlationId, at } as const;
    const completion = { ...completionOf(opened, passage), isDraft };
    const taken = await takeLetter(
      { ...letters, ...this.#sessionPorts() },
      { opened, recipients, octets, completion, at, request },
    );
    return taken.ok
      ? done({ at: placeOf(opened), id: taken.value.messageId, sentAt: at })
      : again(opened, taken, at);
  }

  #sessionPorts(): Pick<BalSessionPorts, 'inTenant'> {
    return {
      inTenant: (context, work) =>
        this.container.database.withTenant(context, (sql) =>
          work({ bals: new PgBalStore(sql), journal: new PgJournal(sql) }),
        ),
    };
  }
}

/** What left already is told as it was the first time. */
function again(opened: OpenedBal, outcome: Outcome<never>, sentAt: Date): Outcome<LocatedSentLetter> {
  if (outcome.ok || outcome.refusal.code !== 'alreadySent') return outcome;
  const { messageId } = outcome.refusal.detail;
  return messageId ? done({ at: placeOf(opened), id: messageId, sentAt }) : outcome;
}

function placeOf({ context, bal }: OpenedBal): LocatedSentLetter['at'] {
  return { tenantId: context.tenantId, balId: bal.id };
}
