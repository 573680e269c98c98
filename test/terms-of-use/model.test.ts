import { readFileSync } from 'node:fs';
import { readCgu } from '@cachet/mss-core';
import { describe, expect, it } from 'vitest';

interface Clause {
  readonly clause: string;
  /** What neither language may leave out: articles, names, addresses. */
  readonly words: readonly string[];
}

const at = (name: string) => new URL(`../../docs/terms-of-use/${name}`, import.meta.url);
const asked: Record<string, Record<string, Clause>> = JSON.parse(readFileSync(at('clauses.json'), 'utf8'));
const texts = { fr: readFileSync(at('cgu.fr.txt'), 'utf8'), en: readFileSync(at('cgu.en.txt'), 'utf8') };

/** The clauses of a text, by their number. */
function clausesOf(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/^(\d+\.\d+)\. (.+)$/gm);
  return new Map([...found].map(([, number = '', words = '']) => [number, words]));
}

const [french, english] = [clausesOf(texts.fr), clausesOf(texts.en)];
const wanted = Object.values(asked).flatMap((clauses) => Object.entries(clauses));

describe('EX_DCU_5010: the model of the terms of use', () => {
  it.each(wanted)(
    'holds the clause %s in both languages, with what the text names in it',
    (_, { clause, words }) => {
      for (const clauses of [french, english]) {
        expect(clauses.get(clause)?.length ?? 0).toBeGreaterThan(40);
        for (const word of words) expect(clauses.get(clause)).toContain(word);
      }
    },
  );

  it('has the same clauses in both languages, each asked for by somebody', () => {
    expect([...english.keys()]).toEqual([...french.keys()]);
    expect(new Set(wanted.map(([, { clause }]) => clause))).toEqual(new Set(french.keys()));
  });

  it('is published once its blanks are filled, and not before', () => {
    const typed = { name: '1.0', documentUrl: null, documentSha256: null };
    const model = { ...typed, french: texts.fr, english: texts.en };
    expect(readCgu(model)).toMatchObject({ ok: false, refusal: { detail: { field: 'textFr' } } });
    const filled = (text: string) => text.replaceAll(/\{\{[^}]+\}\}/g, 'Opérateur fictif');
    expect(readCgu({ ...model, french: filled(texts.fr) })).toMatchObject({
      refusal: { detail: { field: 'textEn' } },
    });
    expect(readCgu({ ...model, french: filled(texts.fr), english: filled(texts.en) }).ok).toBe(true);
  });
});

describe('EX_GBM_4200: the model of the terms of use', () => {
  it('says that a personal BAL is used under the responsibility of its holder alone', () => {
    expect(french.get('7.1')).toContain('exclusivement sous la responsabilité du professionnel habilité');
  });
});
