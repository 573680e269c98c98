import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generate, TARGET } from './codegen.mjs';

it('the typed documents are those of today’s schema and documents (else: npm run codegen -w apps/web)', async () => {
  expect(readFileSync(TARGET, 'utf8')).toBe(await generate());
});
