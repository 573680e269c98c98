import type { Bal } from '../access/index.js';
import type { MailPath } from '../identifiers/index.js';

// EX_GBM_4000: a test BAL's name holds the word « test »; « attestations » is not one.
const TEST_WORD = /(?:^|[._+-])test\d*(?:[._+-]|$)/i;

/** May two BAL of this installation exchange? */
// EX_GBM_4010: a test BAL exchanges with test BAL only.
export function mayExchange(sender: Pick<Bal, 'isTest'>, recipient: Pick<Bal, 'isTest'>): boolean {
  return sender.isTest === recipient.isTest;
}

/**
 * May it write to an address of another operator, whose test BAL are known by their names alone? Only our test BAL are held to
 * that: a name proves nothing against an ordinary letter.
 */
// EX_GBM_4010: towards other domains, a test BAL writes to test BAL only.
export function mayWriteOutside(sender: Pick<Bal, 'isTest'>, recipient: MailPath): boolean {
  return !sender.isTest || hasTestMention(recipient);
}

/** Does the local part hold the mention that the name of every test BAL must bear? */
export function hasTestMention(path: MailPath): boolean {
  return TEST_WORD.test(path.slice(0, path.lastIndexOf('@')));
}
