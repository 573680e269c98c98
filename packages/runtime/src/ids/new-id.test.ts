import { expect, it } from 'vitest';
import { newId } from './new-id.js';

it('ids are distinct UUIDs of version 7, each greater than the one before', () => {
  const ids = Array.from({ length: 20_000 }, () => newId());
  const isVersion7 = (id: string) =>
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id);
  expect(ids.every(isVersion7)).toBe(true);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
