import { type OpenedBal, type Outcome, refused, type SendingRequest } from '@cachet/mss-core';
import type { Container } from '../container.js';
import type { BalReads } from '../reads/bal-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { LetterInput, SentLetterType } from '../types/letter.js';
import { composeLetter } from './compose-letter.js';
import type { Dispatch } from './dispatch.js';
import { distinct, type LetterRequest, readLetter, sendingRequestOf } from './letter-request.js';
import type { LetterWriter } from './letter-writer.js';

/** Letters that a person writes and sends here. */
export class SendDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly bals: BalReads,
    private readonly writer: LetterWriter,
    private readonly dispatch: Dispatch,
  ) {}

  /**
   * Refuses notFound, balNotOpen, balSuspended, sendRightMissing, readRightMissing (of what it answers or forwards), inputInvalid,
   * addressMalformed, uploadUnknown, idempotencyKeyReused, as `admitOutboundRecipient` and as `takeLetter`.
   */
  async send(balId: string, input: LetterInput, clientMutationId: string): Promise<Outcome<SentLetterType>> {
    const { caller } = this.tenants;
    const opened = await this.bals.opened(balId);
    if (!opened.ok) return opened;
    // EX_GBM_5411: a delegate sends only with the right to send.
    if (!opened.value.rights.maySend) return refused('sendRightMissing');
    if (caller.kind !== 'person') return refused('notFound');
    const letter = readLetter(input);
    if (!letter.ok) return letter;
    const keys = await this.container.safe.keys.for(opened.value.context);
    const { uploadIds } = letter.value;
    const request = sendingRequestOf(keys, caller.idNat, clientMutationId, letter.value, uploadIds);
    if (!request.ok) return request;
    const answered = await this.dispatch.answered(opened.value, request.value);
    return answered ?? this.#compose(opened.value, letter.value, request.value);
  }

  async #compose(
    opened: OpenedBal,
    letter: LetterRequest,
    request: SendingRequest,
  ): Promise<Outcome<SentLetterType>> {
    const related = await this.writer.related(opened, letter);
    if (!related.ok) return related;
    const recipients = await this.dispatch.admit(
      opened,
      distinct([...letter.to, ...letter.cc, ...letter.bcc]),
    );
    if (!recipients.ok) return recipients;
    const composed = await this.writer.write(opened, letter, related.value);
    if (!composed.ok) return composed;
    const octets = composeLetter(composed.value);
    const sent = await this.dispatch.send(opened, { recipients: recipients.value, octets, request });
    if (sent.ok) await this.writer.mark(opened, related.value);
    return sent;
  }
}
