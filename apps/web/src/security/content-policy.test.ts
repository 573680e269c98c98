import { describe, expect, it } from 'vitest';
import { contentPolicy } from './content-policy.ts';

const policy = contentPolicy('abc', 'wss://api.example/graphql', false);

describe('the content security policy of a page', () => {
  it('runs scripts of this answer alone, never inline ones nor evaluated text', () => {
    const scripts = policy.split('; ').find((d) => d.startsWith('script-src'));
    expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  });

  it('speaks to the portal and to the API’s live feed only', () =>
    expect(policy).toContain("connect-src 'self' wss://api.example;"));

  it('lets nobody frame the portal, and the page send forms nowhere else', () => {
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
  });
});
