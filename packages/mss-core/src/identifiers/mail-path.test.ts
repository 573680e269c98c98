import { describe, expect, it } from 'vitest';
import { domainOfPath, parseMailPath } from './mail-path.js';

describe('the path of an envelope', () => {
  it('keeps the local part as written and folds the domain', () => {
    const path = parseMailPath("Jean.O'Brien+srs=x@Peer-Operateur.mssante.FR");
    expect(path).toBe("Jean.O'Brien+srs=x@peer-operateur.mssante.fr");
    expect(path && domainOfPath(path)).toBe('peer-operateur.mssante.fr');
  });

  it('takes accented local parts only where they were announced', () => {
    expect(parseMailPath('rené@peer.mssante.fr')).toBeNull();
    expect(parseMailPath('rené@peer.mssante.fr', true)).toBe('rené@peer.mssante.fr');
  });

  it.each([
    '',
    'nobody',
    '@peer.fr',
    'a@',
    'a@localhost',
    'a@[127.0.0.1]',
    '"x@evil y"@peer.fr',
    '@relay.fr:a@peer.fr',
    'a@evil.fr@peer.fr',
    'a@peer.fr>,<b@peer.fr',
    'a b@peer.fr',
    'a,b@peer.fr',
    'a..b@peer.fr',
    '.a@peer.fr',
    'a@peer..fr',
    'a@-peer.fr',
    'a\u0000b@peer.fr',
    'a\r\nb@peer.fr',
    'a@peer.fr(@evil.fr)',
    `${'a'.repeat(65)}@peer.fr`,
    `a@${'b.'.repeat(126)}fr`,
  ])('is not %j', (text) => {
    expect(parseMailPath(text, true)).toBeNull();
  });
});
