import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewText } from './preview-text.js';

describe('A preview', () => {
  it('is one line', () => {
    expect(previewText('Cher confrère,\r\n\r\n\tmerci.\u200b\u0000 ', { markup: false })).toBe(
      'Cher confrère, merci.',
    );
    expect(previewText('a < b &amp; c', { markup: false })).toBe('a < b &amp; c');
  });

  it('of a page is what the page says', () => {
    const page =
      '<html><head><title>T</title><STYLE>p { color: red }</Style></head><!-- <p>no</p> --><body><p>R&eacute;sultats</p>' +
      '<script>alert("<b>")</script><b>&#233;&#xe9; &amp; &inconnu; &#0;</b><img alt="unfinished';
    expect(previewText(page, { markup: true })).toBe('Résultats éé & &inconnu; &#0;');
  });

  it('has at most 200 characters, none cut in half', () => {
    expect(previewText('🙂'.repeat(300), { markup: false })).toBe('🙂'.repeat(200));
  });

  it('can be made of anything', () => {
    const fragment = fc.oneof(
      fc.constantFrom('<', '>', '<!--', '-->', '<style', '</style>', '&#', '&#55296;', ';', ' '),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 50 }), fc.boolean(), (fragments, markup) => {
        const preview = previewText(fragments.join(''), { markup });
        expect(Array.from(preview).length).toBeLessThanOrEqual(200);
        expect(preview).not.toMatch(/[\r\n\0]/);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
