import { expect, it } from 'vitest';
import { readableSize } from './sizes.ts';

it('gives a size the unit people expect', () => {
  expect(readableSize(512, 'fr')).toEqual({ unit: 'bytes', value: '512' });
  expect(readableSize(48_211, 'fr')).toEqual({ unit: 'kilobytes', value: '48' });
  expect(readableSize(9_900_000, 'fr')).toEqual({ unit: 'megabytes', value: '9,9' });
  expect(readableSize(9_900_000, 'en')).toEqual({ unit: 'megabytes', value: '9.9' });
});
