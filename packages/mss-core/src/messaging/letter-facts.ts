import type { MailPath } from '../identifiers/index.js';
import type { TraceEvent } from '../traceability/index.js';
import type { ReceivedMessage } from './ports.js';

/** EX_GDT_5050: what every trace of a sent or received message holds beside its internal id. */
export function letterFacts(
  sender: MailPath | null,
  recipients: readonly MailPath[],
  message: ReceivedMessage,
  more: TraceEvent['facts'] = {},
): Pick<TraceEvent, 'subject' | 'facts'> {
  return {
    subject: message.structure.facts.subject,
    facts: {
      sender,
      recipients: recipients.join(' '),
      size: message.size,
      mailId: message.structure.envelope.messageId,
      ...more,
    },
  };
}
