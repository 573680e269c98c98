import { describe, expect, it } from 'vitest';
import { noticeOf, signInPath } from './sign-in-notice.ts';

describe('why the sign-in page is shown', () => {
  it('is told by its address, and nothing unknown is repeated', () => {
    expect(noticeOf('expiree', undefined)).toBe('expired');
    expect(noticeOf('inconnu', 'OAuthSignin')).toBe('unknown');
    expect(noticeOf('toString', undefined)).toBeNull();
    expect(noticeOf('<script>', undefined)).toBeNull();
  });

  it('tells an unreachable Pro Santé Connect from a sign-in that was abandoned', () => {
    expect(noticeOf(undefined, 'OAuthSignin')).toBe('pscUnavailable');
    expect(noticeOf(undefined, 'OAuthCallback')).toBe('interrupted');
    expect(noticeOf(undefined, undefined)).toBeNull();
  });

  it('carries the page to come back to', () => {
    expect(signInPath('expiree', '/m/b1/f1')).toBe('/connexion?raison=expiree&retour=%2Fm%2Fb1%2Ff1');
    expect(signInPath('expiree', '/')).toBe('/connexion?raison=expiree');
  });
});
