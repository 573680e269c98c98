import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
      { numRuns: 5000 },
    );
  });
});
