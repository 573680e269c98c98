import { describe, expect, it } from 'vitest';
import { type MailPath, parseMailPath } from '../identifiers/index.js';
import { mayExchange, mayWriteOutside } from './test-isolation.js';

const path = (local: string) => parseMailPath(`${local}@peer.mssante.fr`) as MailPath;

describe('EX_GBM_4010: test BAL keep among themselves', () => {
  it('here, where each BAL says what it is', () => {
    expect(mayExchange({ isTest: true }, { isTest: true })).toBe(true);
    expect(mayExchange({ isTest: true }, { isTest: false })).toBe(false);
    expect(mayExchange({ isTest: false }, { isTest: true })).toBe(false);
  });

  it.each(['reponse.automatique-test', 'test', 'test01', 'TEST.sonde', 'sonde_test'])(
    'towards %s elsewhere',
    (name) => {
      expect(mayWriteOutside({ isTest: true }, path(name))).toBe(true);
    },
  );

  it.each(['attestations', 'contestation', 'jean.dupont', 'testard'])('not towards %s', (name) => {
    expect(mayWriteOutside({ isTest: true }, path(name))).toBe(false);
  });

  it('a real BAL may write to whoever has such a name', () => {
    expect(mayWriteOutside({ isTest: false }, path('attestations'))).toBe(true);
    expect(mayWriteOutside({ isTest: false }, path('test'))).toBe(true);
  });
});
