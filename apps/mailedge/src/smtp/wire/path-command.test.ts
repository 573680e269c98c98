import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMailParameters, readRecipientParameters } from './mail-parameters.js';
import { readPathCommand } from './path-command.js';

describe('MAIL and RCPT', () => {
  it('give the address as sent, and their parameters', () => {
    const read = readPathCommand('MAIL', 'mail from:<Jean@Peer.mssante.fr> SIZE=12 body=8BITMIME SMTPUTF8');
    expect(read).toEqual({
      path: 'Jean@peer.mssante.fr',
      parameters: new Map([
        ['SIZE', '12'],
        ['BODY', '8BITMIME'],
        ['SMTPUTF8', ''],
      ]),
    });
    expect(readPathCommand('MAIL', 'MAIL FROM:<>')).toEqual({ path: null, parameters: new Map() });
  });

  it.each([
    ['RCPT', 'RCPT TO:<>', 'path'],
    ['RCPT', 'RCPT TO: < a@b.fr>', 'path'],
    ['RCPT', 'RCPT TO:<a@b.fr>SIZE=1', 'path'],
    ['RCPT', 'RCPT FROM:<a@b.fr>', 'syntax'],
    ['MAIL', 'MAIL FROM:<a@b.fr> SIZE=1 size=2', 'duplicate'],
    ['MAIL', 'MAIL FROM:<a@b.fr> =1', 'syntax'],
    ['MAIL', 'MAIL FROM:<rené@b.fr>', 'path'],
  ] as const)('%s refuses « %s »', (verb, line, fault) => {
    expect(readPathCommand(verb, line)).toBe(fault);
  });

  it('know the postmaster of the server without a domain, and nobody else (RFC 5321 §4.1.1.3)', () => {
    const read = (text: string) => readPathCommand('RCPT', `RCPT TO:<${text}>`, 'mx.cachet.test');
    expect(read('Postmaster')).toMatchObject({ path: 'Postmaster@mx.cachet.test' });
    expect(read('root')).toBe('path');
    expect(readPathCommand('MAIL', 'MAIL FROM:<postmaster>', 'mx.cachet.test')).toBe('path');
  });

  it('never read an address out of nonsense that holds more than one', () => {
    const words = fc.constantFrom(
      '<',
      '>',
      '@',
      'a',
      'b.fr',
      ':',
      ',',
      '"',
      ' ',
      '(',
      ')',
      '%',
      '!',
      '[',
      ']',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        const read = readPathCommand('RCPT', `RCPT TO:<${parts.join('')}>`);
        if (typeof read !== 'string') expect(read.path).toMatch(/^[^@<>,:"\s[\]()\\]+@[a-z0-9.-]+$/);
      }),
      { numRuns: fuzzRuns(5000) },
    );
  });

  it('survive any line, and read no parameter that does not stand there', () => {
    const words = fc.constantFrom(
      'MAIL FROM:',
      'RCPT TO:',
      '<a@b.fr>',
      '<>',
      ' ',
      'SIZE=1',
      'NOTIFY=NEVER,',
      'ENVID=+',
      '=',
      '\t',
      'é',
      '\0',
      '+0A',
      'ORCPT=x;',
    );
    const lines = fc.oneof(
      fc.array(words, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(lines, fc.constantFrom('MAIL', 'RCPT'), (line, verb) => {
        const read = readPathCommand(verb, line);
        if (typeof read === 'string') return;
        for (const [key, value] of read.parameters) {
          expect(line.toUpperCase()).toContain(value === '' ? key : `${key}=${value.toUpperCase()}`);
        }
        const parameters =
          verb === 'MAIL'
            ? readMailParameters(read.parameters, 1000)
            : readRecipientParameters(read.parameters);
        if ('orcpt' in parameters && parameters.orcpt) expect(parameters.orcpt).toMatch(/^[^;]+;[!-~]+$/);
      }),
      { numRuns: fuzzRuns(5000) },
    );
  });
});
