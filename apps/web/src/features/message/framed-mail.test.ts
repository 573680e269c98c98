import { describe, expect, it } from 'vitest';
import { framedMail, frameHeight } from './framed-mail.ts';

describe('the frame of an HTML message', () => {
  it('states its policy before a single byte of the message', () => {
    const page = framedMail('<p>Bonjour</p>');
    expect(page.indexOf("default-src 'none'")).toBeGreaterThan(0);
    expect(page.indexOf("default-src 'none'")).toBeLessThan(page.indexOf('<p>Bonjour'));
    expect(page).not.toMatch(/script-src|https?:/);
  });

  it('opens no connection and goes nowhere, even if a hostile tag were left', () => {
    const page = framedMail(
      '<LINK rel=preconnect href=//evil.example><meta http-equiv=refresh content="0;url=//evil.example">',
    );
    expect(page.match(/<(link|meta|base)\b/gi)).toHaveLength(
      framedMail('').match(/<(link|meta|base)\b/gi)?.length ?? 0,
    );
    expect(page).toContain('&lt;LINK');
  });

  it('is tall enough for a short letter and never taller than a screen and a half', () => {
    expect(frameHeight('<p>Merci.</p>')).toBe(14);
    expect(frameHeight('<p>ligne</p>'.repeat(20))).toBeGreaterThan(30);
    expect(frameHeight('<p>ligne</p>'.repeat(20_000))).toBe(56);
  });
});
