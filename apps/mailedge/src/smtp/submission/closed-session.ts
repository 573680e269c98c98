import { refused } from '@cachet/mss-core';
import { AUTHENTICATION_INVALID, replyTo } from '../refusal-replies.js';
import type { EntrySession, SignInAnswer, Verdict } from '../wire/entry.js';

/**
 * The entry of applicative BAL where none can be opened: it greets and refuses, so that a mail program that took it for the entry of
 * persons (RFC 2782 fallback) reads a clear answer.
 */
export class ClosedSession implements EntrySession {
  async secured(): Promise<Verdict> {
    return null;
  }

  async signIn(): Promise<SignInAnswer> {
    const text = 'No applicative mailbox is opened by this means';
    return { ok: false, reply: { ...AUTHENTICATION_INVALID, text } };
  }

  async mail(): Promise<Verdict> {
    return replyTo(refused('authenticationRequired').refusal);
  }

  async recipient(): Promise<Verdict> {
    return replyTo(refused('authenticationRequired').refusal);
  }

  mayReceive(): Verdict {
    return replyTo(refused('authenticationRequired').refusal);
  }

  async message(): Promise<never> {
    throw new Error('no message is received without sign-in');
  }

  reset(): void {}

  async closed(): Promise<void> {}
}
