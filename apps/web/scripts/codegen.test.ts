import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generate, TARGET, TRUSTED, trusted } from './codegen.mjs';

it('the typed documents are those of today’s schema and documents (else: npm run codegen -w apps/web)', async () => {
  expect(readFileSync(TARGET, 'utf8')).toBe(await generate());
});

it('the documents an API may trust are these, by their hash', async () => {
  expect(readFileSync(TRUSTED, 'utf8')).toBe(await trusted());
});
