import { Buffer } from 'node:buffer';
import type { OpenedBal } from '../access/index.js';
import { done, type Outcome } from '../outcome/index.js';
import { completeHeader, type HeaderCompletion } from './complete-header.js';
import type { ScannedMessage } from './scanning.js';
import { type Submission, type SubmissionPorts, submitMessage } from './submit-message.js';
import { type Passage, receivedField, returnPathField, withFieldsOnTop } from './trace-header.js';

/** A letter received whole and judged by the scanners; `dispose` frees its spool once it was filed or refused. */
export interface SpooledLetter extends ScannedMessage {
  dispose(): Promise<void>;
}

export interface TakingPorts extends SubmissionPorts {
  /** Where letters wait between their last octet and the commit. */
  readonly spool: { receive(octets: AsyncIterable<Uint8Array>): Promise<Outcome<SpooledLetter>> };
}

/** A letter on its way out of an opened BAL, as it arrives. */
export interface ArrivingLetter extends Omit<Submission, 'message' | 'sentCopy'> {
  readonly octets: AsyncIterable<Uint8Array>;
  readonly completion: HeaderCompletion;
}

export interface TakenLetter {
  /** Internal. */
  readonly messageId: string;
  /** Octets, header completed. */
  readonly size: number;
}

/**
 * Takes a letter from whoever writes in an opened BAL, whatever the door: completes its header, receives it, scans it and submits it.
 * Refuses messageMalformed, messageTooLarge, and as `submitMessage`.
 */
export async function takeLetter(
  ports: TakingPorts,
  { octets, completion, ...submission }: ArrivingLetter,
): Promise<Outcome<TakenLetter>> {
  const completed = await completeHeader(octets, completion);
  if (!completed.ok) return completed;
  const spooled = await ports.spool.receive(completed.value.octets);
  if (!spooled.ok) return spooled;
  const message = spooled.value;
  try {
    return await submitWithCopy(ports, submission, message, completed.value.blindCopies);
  } finally {
    await message.dispose();
  }
}

/** What a letter gets on its way out of that BAL (RFC 5321 §4.4, RFC 6409 §8). */
export function completionOf({ bal, context, rights }: OpenedBal, passage: Passage): HeaderCompletion {
  const { address } = bal;
  const { actor } = context;
  const isDelegate = rights.role === 'delegate' && actor.kind === 'person';
  return {
    // RFC 5321 §4.4: for the BAL here; taken off again when the letter leaves for another operator.
    passage: returnPathField(address) + receivedField(passage),
    messageId: `${passage.id}@${passage.hostname}`,
    at: passage.at,
    onBehalf: isDelegate ? { name: actor.name, address } : null,
  };
}

/** Whoever sent a letter sees to whom, blind copies included. */
async function submitWithCopy(
  ports: TakingPorts,
  submission: Omit<Submission, 'message' | 'sentCopy'>,
  message: SpooledLetter,
  blindCopies: string,
): Promise<Outcome<TakenLetter>> {
  const whole = () => withFieldsOnTop(Buffer.from(blindCopies, 'latin1'), message.open());
  const copy = blindCopies ? await ports.spool.receive(whole()) : null;
  if (copy && !copy.ok) return copy;
  try {
    const sent = await submitMessage(ports, { ...submission, message, sentCopy: copy?.value ?? null });
    return sent.ok ? done({ messageId: sent.value.messageId, size: message.size }) : sent;
  } finally {
    await copy?.value.dispose();
  }
}
