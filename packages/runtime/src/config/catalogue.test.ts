import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.js';

describe('the configuration page', () => {
  it('tells every key and no other', () => {
    const page = readFileSync(
      new URL('../../../../docs/operations/configuration.md', import.meta.url),
      'utf8',
    );
    const told = [...page.matchAll(/^\| `(CACHET_\w+)`/gm)].map((match) => match[1]);
    expect(told.sort()).toEqual(Object.keys(CATALOGUE).sort());
  });
});
