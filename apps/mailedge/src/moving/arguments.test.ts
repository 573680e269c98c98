import { describe, expect, it } from 'vitest';
import { consultOrder, evidenceOrder, UsageError } from './arguments.js';

const PERSON = ['--reader', 'Théo MARCHAND', '--reason', 'registre 12'];
const ID = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

describe('The command that shows traces', () => {
  const asked = ['--bal', 'anne@ch-valmont.mssante.fr', '--from', '2026-11-01', '--to', '2026-12-01'];

  it('takes a BAL, a time, a reader and a reason', () => {
    expect(consultOrder([...asked, ...PERSON])).toEqual({
      ...{ bal: 'anne@ch-valmont.mssante.fr', reader: 'Théo MARCHAND', reason: 'registre 12' },
      ...{ from: new Date('2026-11-01'), to: new Date('2026-12-01') },
    });
  });

  it('EX_GDT_5010: shows nothing to whoever gives no reason, nor for all time', () => {
    expect(() => consultOrder(asked)).toThrow(UsageError);
    expect(() => consultOrder([...asked.slice(0, 4), ...PERSON])).toThrow('--to');
    expect(() => consultOrder([...asked.slice(2), ...PERSON])).toThrow(UsageError);
  });
});

describe('The command that takes a letter out of the quarantine', () => {
  const asked = ['--structure', ID, '--letter', ID, '--from', 'pieces.txt', '--to', 'letter.eml'];

  it('takes a letter, its pieces, a reader and a reason, and each is needed', () => {
    expect(evidenceOrder([...asked, ...PERSON])).toMatchObject({
      structure: ID,
      letter: ID,
      to: 'letter.eml',
    });
    expect(() => evidenceOrder(asked)).toThrow('--reader');
    expect(() => evidenceOrder([...asked.slice(2), ...PERSON])).toThrow('--structure');
    expect(() => evidenceOrder(['--structure', 'x', ...asked.slice(2), ...PERSON])).toThrow(UsageError);
  });
});
