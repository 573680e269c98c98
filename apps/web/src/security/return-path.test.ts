import { describe, expect, it } from 'vitest';
import { returnPath } from './return-path.ts';

describe('the page a person goes back to after signing in', () => {
  it('is the one they were on', () => {
    expect(returnPath('/m/b1/f1?apres=c')).toBe('/m/b1/f1?apres=c');
    expect(returnPath('/g/s1')).toBe('/g/s1');
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/connexion?raison=expiree',
    '/api/auth/signin',
    '/..//evil.example',
    '',
    null,
    undefined,
  ])('is the home page when asked for %j', (text) => expect(returnPath(text)).toBe('/'));
});
