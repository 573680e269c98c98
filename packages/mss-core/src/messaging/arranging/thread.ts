import { type ArrangedMessage, casemap, sentTime } from './arranged-message.js';
import { baseSubject } from './base-subject.js';

/** A message and those that answer it. `uid` is null where the message they answer is not there. */
export interface Thread {
  readonly uid: number | null;
  readonly children: readonly Thread[];
}

/** What of a message its place among threads depends on; the message itself need not be kept. */
export interface Threadable {
  readonly uid: number;
  /** Milliseconds. */
  readonly sentAt: number;
  /** Base subject in its form for comparison. */
  readonly subject: string;
  readonly isReply: boolean;
  /** Empty when it has none. */
  readonly messageId: string;
  readonly references: readonly string[];
}

export function threadable(message: ArrangedMessage, ids: (field: string) => readonly string[]): Threadable {
  const { envelope, facts } = message.summary ?? {};
  const { text, isReply } = baseSubject(facts?.subject ?? null);
  return {
    uid: message.item.uid,
    sentAt: sentTime(message),
    subject: casemap(text),
    isReply,
    messageId: ids(envelope?.messageId ?? '')[0] ?? '',
    references: facts?.references ?? ids(envelope?.inReplyTo ?? '').slice(0, 1),
  };
}

export function bySentTime(a: Threadable, b: Threadable): number {
  return a.sentAt - b.sentAt || a.uid - b.uid;
}
