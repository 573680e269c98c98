import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { fr } from './fr.ts';

type Tree = { readonly [key: string]: string | Tree };

function sentences(tree: Tree, path = ''): [key: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : sentences(value, `${path}${key}/`),
  );
}

function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)(?:\}|, plural)/g)].map((match) => match[1] ?? '');
}

const french = sentences(fr);
const english = new Map(sentences(en));

describe('the catalogue of texts', () => {
  it('says everything in both languages, with the same values inside', () => {
    expect([...english.keys()]).toEqual(french.map(([key]) => key));
    for (const [key, sentence] of french)
      expect(new Set(placeholders(english.get(key) ?? '')), key).toEqual(new Set(placeholders(sentence)));
  });

  it('leaves no sentence empty and none untranslated but names', () => {
    const same = french.filter(([key, sentence]) => english.get(key) === sentence).map(([key]) => key);
    expect(french.filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
    expect(same.sort()).toEqual(
      [
        'dashboard/finess',
        'messages/title',
        'product/name',
        'publication/when',
        'severity/INFO',
        'smtp/code',
        'title/page',
        'reader/bodyHeading',
      ].sort(),
    );
  });

  it('EX_GBM_3040: people never read a technical code for a kind of BAL', () => {
    for (const [key, sentence] of [...french, ...english])
      expect(sentence, key).not.toMatch(/\b(ORG|CAB|PER|APP)\b/);
    expect(Object.values(fr.balKind)).toEqual([
      'BAL personnelle',
      'BAL organisationnelle',
      'BAL applicative',
    ]);
  });

  it('is set in French typography: curly apostrophes and French quotation marks', () => {
    for (const [key, sentence] of french) expect(sentence, key).not.toMatch(/['"“”]/);
  });

  it('addresses people formally', () => {
    for (const [key, sentence] of french)
      expect(sentence, key).not.toMatch(/(?<!\p{L})(tu|ton|ta|tes|toi)(?!\p{L})/iu);
  });

  it.each(['fr', 'en'] as const)('counts correctly in %s', (locale) => {
    const t = createTranslator({ locale, messages: locale === 'fr' ? fr : en });
    expect([0, 1, 2].map((count) => t('bals.unread', { count }))).toEqual(
      locale === 'fr'
        ? ['Aucun message non lu', '1 message non lu', '2 messages non lus']
        : ['No unread message', '1 unread message', '2 unread messages'],
    );
  });
});
