import { done, letterTimeline, type Outcome, refused } from '@cachet/mss-core';
import { type LetterDelivery, PgSending, PgSentLetters } from '@cachet/schema';
import DataLoader from 'dataloader';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { InBal, LocatedMessage } from '../reads/located.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { SentLetterType } from '../types/letter.js';
import { LETTER_STEPS, type LetterDeliveryType } from '../types/letter-delivery.js';
import { requestKeyOf } from './letter-request.js';

/** A letter that left, and the BAL it left. */
export interface LocatedSentLetter extends SentLetterType {
  readonly at: InBal;
}

interface AskedLetter {
  readonly at: InBal;
  readonly messageId: string;
}

/** What became of letters that left BAL which the caller reads, or that the caller sent. No content is opened. */
export class SentLetterReads {
  readonly #loader = new DataLoader<AskedLetter, LetterDeliveryType[], string>((asked) => this.#load(asked), {
    cacheKeyFn: ({ at, messageId }) => `${at.balId} ${messageId}`,
  });

  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
  ) {}

  /** Empty for a message that the BAL did not send. */
  ofMessage({ at, item }: LocatedMessage): Promise<LetterDeliveryType[]> {
    return this.#loader.load({ at, messageId: item.messageId });
  }

  ofSent({ at, id }: LocatedSentLetter): Promise<LetterDeliveryType[]> {
    return this.#loader.load({ at, messageId: id });
  }

  /** What the caller sent under that id, within seven days. Refuses notFound, balNotOpen, balSuspended. */
  async again(balId: string, clientMutationId: string): Promise<Outcome<LocatedSentLetter>> {
    const { caller } = this.tenants;
    const opened = await this.bals.opened(balId);
    if (!opened.ok) return opened;
    if (caller.kind !== 'person') return refused('notFound');
    const { context, bal } = opened.value;
    const key = requestKeyOf(await this.container.safe.keys.for(context), caller.idNat, clientMutationId);
    const former = await this.container.database.withTenant(context, (sql) =>
      new PgSending(sql).former(bal.id, key),
    );
    if (!former) return refused('notFound');
    const at = { tenantId: context.tenantId, balId: bal.id };
    return done({ at, id: former.messageId, sentAt: former.sentAt });
  }

  async #load(asked: readonly AskedLetter[]): Promise<LetterDeliveryType[][]> {
    const byBal = Map.groupBy(asked, ({ at }) => at.balId);
    const found = new Map<string, readonly LetterDelivery[]>();
    for (const [balId, letters] of byBal) {
      const [{ at } = {}] = letters;
      if (!at) continue;
      const deliveries = await this.container.database.withTenant(
        this.tenants.contextOf(at.tenantId),
        (sql) =>
          new PgSentLetters(sql).deliveriesOf(
            balId,
            letters.map(({ messageId }) => messageId),
          ),
      );
      for (const [id, of] of Map.groupBy(deliveries, ({ messageId }) => messageId))
        found.set(`${balId} ${id}`, of);
    }
    return asked.map(({ at, messageId }) => (found.get(`${at.balId} ${messageId}`) ?? []).map(showDelivery));
  }
}

function showDelivery({
  recipient,
  createdAt,
  nextAttemptAt,
  steps,
  reports,
}: LetterDelivery): LetterDeliveryType {
  const timeline = letterTimeline(createdAt, steps, reports);
  const shown = timeline.map(({ kind, at, french, english, advice, reply }) => ({
    ...{ kind: LETTER_STEPS[kind], at, message: french, messageEn: english, advice },
    ...{ code: reply?.code ?? null, reply: reply?.text ?? null },
  }));
  const last = shown.at(-1);
  if (!last) throw new Error('a letter that left was accepted');
  return { recipient, state: last.kind, nextAttemptAt, steps: shown };
}
