import type { MailPath } from '../identifiers/index.js';
import type { ReceivedMessage } from './ports.js';

/** EX_GDT_5050: what every trace of a sent or received message holds beside its internal id. */
export function letterFacts(
  sender: MailPath | null,
  recipients: readonly MailPath[],
  message: ReceivedMessage,
): Readonly<Record<string, string | number | null>> {
  return {
    sender,
    recipients: recipients.join(' '),
    subject: message.structure.facts.subject,
    size: message.size,
    mailId: message.structure.envelope.messageId,
  };
}
