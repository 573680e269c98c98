import { afterEach, describe, expect, it, vi } from 'vitest';
import { tellLeftOut } from './tell-left-out.js';

afterEach(() => vi.restoreAllMocks());

function told(...given: Parameters<typeof tellLeftOut>): string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  tellLeftOut(...given);
  return write.mock.calls.map(([text]) => String(text)).join('');
}

describe('what an import left out', () => {
  it('is told by folder, number and reason, and the rest is counted', () => {
    const text = told({ total: 7, first: [{ folder: 'INBOX/Été', uid: 12, code: 'failsThere' }] });
    expect(text).toContain('7 messages n’ont pas été repris et restent sur le serveur d’origine :');
    expect(text).toContain('- INBOX/Été, UID 12 : le serveur d’origine n’a jamais pu le donner');
    expect(text).toContain('- et 6 autres');
  });

  it('is nothing to tell when there is nothing', () => {
    expect(told({ total: 0, first: [] })).toBe('');
  });

  it('does nothing to a terminal, whatever another server calls its folders', () => {
    const text = told({ total: 1, first: [{ folder: '\u001b[2Ja\nb', uid: 1, code: 'notFound' }] });
    expect(text).toContain('1 message n’a pas été repris');
    expect(text).not.toContain('\u001b');
    expect(text).toContain('- [2Ja b, UID 1');
  });
});
