import { parseUuid } from '@cachet/mss-core';
import { expect, it } from 'vitest';
import { newRowId } from './row-id.js';

it('row ids are distinct UUIDs of version 7, each greater than the one before', () => {
  const ids = Array.from({ length: 20_000 }, newRowId);
  expect(ids.every((id) => parseUuid(id) === id && id[14] === '7' && '89ab'.includes(id.charAt(19)))).toBe(
    true,
  );
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
