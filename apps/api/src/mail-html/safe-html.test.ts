import { describe, expect, it } from 'vitest';
import { HOSTILE, type HostileLetter } from './hostile-letters.fixture.js';
import { inlineImages } from './inline-images.js';
import { safeHtml } from './safe-html.js';

const PIXEL = Buffer.from('iVBORw0KGgo=', 'base64');
const IMAGES = inlineImages(new Map([['logo@valmont', { mediaType: 'image/png', bytes: PIXEL }]]));

/** What may appear in the output: allowed attributes only, and every address either a link's or an image carried along. */
const ATTRIBUTES = new Set(
  'align valign dir lang style href rel src alt width height border cellpadding cellspacing bgcolor colspan rowspan abbr scope span color face size start type value'.split(
    ' ',
  ),
);

function tagsOf(html: string): { name: string; attributes: [string, string][] }[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[^<>]*?)?)\s*\/?>/gi)].map(([, name, rest]) => ({
    name: name!.toLowerCase(),
    attributes: [...(rest ?? '').matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [
      key!,
      value ?? '',
    ]),
  }));
}

function expectHarmless({ html }: HostileLetter): void {
  const safe = safeHtml(html, IMAGES).html ?? 'not shown';
  expect(safe).not.toBe('not shown');
  expect(safe).not.toMatch(
    /<\/?(?:script|style|svg|math|iframe|frame|object|embed|applet|form|input|button|textarea|select|base|meta|link|video|audio|source|noscript|template|xmp|plaintext)\b/i,
  );
  for (const { name, attributes } of tagsOf(safe)) {
    for (const [key, value] of attributes) {
      expect(ATTRIBUTES, `<${name} ${key}>`).toContain(key);
      if (key === 'src') expect(value).toMatch(/^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/);
      if (key === 'href') expect(value).toMatch(/^(?:https?:\/\/|mailto:|tel:)/i);
      if (key === 'style')
        expect(value).not.toMatch(/url|@|\\|expression|position|behavior|binding|var\(|image/i);
    }
    if (name === 'a') expect(attributes).toContainEqual(['rel', 'noopener noreferrer nofollow']);
  }
}

/** Time this process worked, whatever else the machine was doing. */
function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe('a hostile letter shown on the portal', () => {
  it.each(HOSTILE)('is harmless: $trick', expectHarmless);

  it('is still harmless when what was cleaned is cleaned again', () => {
    for (const { html } of HOSTILE) {
      const once = safeHtml(html, IMAGES).html ?? '';
      const bare = once.replace(/<img src="data:[^"]*"[^>]*>/g, '');
      expect(safeHtml(bare, IMAGES).html).toBe(bare);
    }
  });

  it('is not opened when 1 MB of nested tags was made to hold the server', () => {
    const before = process.cpuUsage();
    expect(safeHtml('<div><b></q><i></q>'.repeat(55_000), IMAGES).html).toBeNull();
    expect(cpuMsSince(before)).toBeLessThan(1_000);
  });

  it('is cleaned within four seconds of processor when it is merely long', () => {
    const long = '<table><tr><td style="color:red;width:1px">x</td></tr></table>'.repeat(8_000);
    const before = process.cpuUsage();
    expect(safeHtml(long, IMAGES).html).toContain('<td style="color:red;width:1px">x</td>');
    expect(cpuMsSince(before)).toBeLessThan(4_000);
  });
});

describe('an ordinary letter', () => {
  it('keeps its words, its table and its modest colours', () => {
    const html =
      '<p style="color:#333333;font-weight:bold;position:fixed">Compte rendu de <em>Mme Dupont</em></p><table border="1"><tr><td colspan="2" bgcolor="#eeeeee">Hb 12,1 g/dL</td></tr></table>';
    expect(safeHtml(html, IMAGES)).toEqual({
      html: '<p style="color:#333333;font-weight:bold">Compte rendu de <em>Mme Dupont</em></p><table border="1"><tr><td colspan="2" bgcolor="#eeeeee">Hb 12,1 g/dL</td></tr></table>',
      remoteContentRemoved: false,
    });
  });

  it('shows the image it carries and says the name of the one it does not', () => {
    const { html, remoteContentRemoved } = safeHtml(
      '<img src="cid:Logo@Valmont" alt="Logo"><img src="https://suivi.example/p.gif" alt="Suivi">',
      IMAGES,
    );
    expect(html).toBe(
      `<img src="data:image/png;base64,${PIXEL.toString('base64')}" alt="Logo" /><span>Suivi</span>`,
    );
    expect(remoteContentRemoved).toBe(true);
  });

  it('keeps the address of a link and nothing that would make it act', () => {
    expect(
      safeHtml('<a href="https://annuaire.sante.fr" onclick="x()" target="_top">Annuaire</a>', IMAGES).html,
    ).toBe('<a href="https://annuaire.sante.fr" rel="noopener noreferrer nofollow">Annuaire</a>');
  });

  it('leaves out images too large to be shown in place, and documents that call themselves images', () => {
    const images = inlineImages(
      new Map([
        ['big', { mediaType: 'image/png', bytes: Buffer.alloc(600 * 1024) }],
        ['svg', { mediaType: 'image/svg+xml', bytes: Buffer.from('<svg onload="x()"/>') }],
      ]),
    );
    expect(images.size).toBe(0);
  });
});
