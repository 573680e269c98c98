import type { MailPath } from '../identifiers/index.js';
import type { ActContext, NewId } from '../tenancy/index.js';
import type { MailRoom } from './mail-rooms.js';
import type { DeliveryDirection, ReceivedMessage } from './ports.js';
import type { Infection } from './scanning.js';

/** What quarantining and its notices need beside the room. */
export interface QuarantinePorts {
  readonly newId: NewId;
  readonly hostname: string;
  /** How long an infected letter is kept, in milliseconds. */
  readonly quarantineMs: number;
  /** A message composed here, as the stores take messages. */
  messageOf(bytes: Uint8Array): ReceivedMessage;
}

export interface InfectedLetter {
  readonly direction: DeliveryDirection;
  readonly balId: string | null;
  readonly sender: MailPath | null;
  readonly recipients: readonly MailPath[];
  readonly message: ReceivedMessage;
  readonly infection: Infection;
  readonly treatment: 'refuse' | 'strip';
}

/** Puts the letter as it came in the quarantine of this structure, traces it and tells whoever answers for conformity. */
// EX_SSI_5090: blocked, kept apart, traced with what was found.
export async function quarantineLetter(
  { newId, quarantineMs }: Pick<QuarantinePorts, 'newId' | 'quarantineMs'>,
  room: MailRoom,
  context: ActContext,
  { direction, balId, sender, recipients, message, infection, treatment }: InfectedLetter,
): Promise<void> {
  const id = newId();
  const { signature, nature } = infection;
  const { size, sha256 } = message;
  const expiresAt = new Date(context.at.getTime() + quarantineMs);
  const letter = { id, direction, sender, recipients, signature, nature, treatment, size, sha256, expiresAt };
  const isKept = await room.malware.quarantine(letter, message);
  await room.journal.record([
    {
      kind: 'message.quarantined',
      outcome: 'ok',
      balId,
      facts: {
        ...{ quarantineId: id, direction, sender, recipients: recipients.join(' ') },
        ...{ signature, nature, treatment, size, isKept, mailId: message.structure.envelope.messageId },
      },
    },
  ]);
  const facts = { quarantineId: id, direction, signature, nature, treatment };
  await room.compliance.raise([{ kind: 'malware.found', severity: 'warning', facts }]);
}
