import { describe, expect, it } from 'vitest';
import { smtpWords } from './smtp-words.ts';

describe('a server’s answer, in words', () => {
  it.each([
    [250, null, 'accepted'],
    [550, '5.1.1 User unknown', 'unknownMailbox'],
    [550, '5.2.1 disabled', 'suspendedMailbox'],
    [550, '5.7.1 sender domain not listed', 'notAuthorised'],
    [452, '4.2.2 over quota', 'fullMailbox'],
    [451, '4.4.1 no answer from host', 'network'],
    [554, '5.4.6 loop', 'loop'],
    [421, null, 'busy'],
    [550, null, 'unknownMailbox'],
    [499, 'odd', 'temporary'],
    [599, 'odd 12.5.1.100', 'permanent'],
  ] as const)('%i « %s » is « %s »', (code, text, words) => expect(smtpWords(code, text)).toBe(words));

  it('says nothing before there is an answer', () => expect(smtpWords(null, null)).toBeNull());
});
