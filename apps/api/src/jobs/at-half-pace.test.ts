import type { TenantContext } from '@cachet/mss-core';
import type { TenantSql } from '@cachet/schema';
import { fixedContext, newTenantId } from '@cachet/testkit';
import { expect, it } from 'vitest';
import { atHalfPace } from './at-half-pace.js';

const context = fixedContext(newTenantId());
const going = { signal: new AbortController().signal, leaving: new AbortController().signal };

/** A database whose transactions take that long. */
function slowDoor(ms: number) {
  return {
    withTenant: async <T>(_: TenantContext, work: (sql: TenantSql) => Promise<T>) => {
      const until = performance.now() + ms;
      while (performance.now() < until);
      return work({} as TenantSql);
    },
  };
}

it('rests as long as each transaction took, never long, and answers what it answered', async () => {
  const rests: number[] = [];
  const rest = async (ms: number) => void rests.push(ms);
  const door = atHalfPace(slowDoor(30), going, rest);
  expect(await door.withTenant(context, async () => 'fait')).toBe('fait');
  expect(rests[0]).toBeGreaterThanOrEqual(30);
  await atHalfPace(slowDoor(600), going, rest).withTenant(context, async () => null);
  expect(rests[1]).toBe(500);
});

it('passes a fault on, rests no more when the process leaves, and ends with the run', async () => {
  const door = atHalfPace(slowDoor(1), going);
  await expect(door.withTenant(context, () => Promise.reject(new Error('gâté')))).rejects.toThrow('gâté');
  const gone = AbortSignal.abort(new Error('parti'));
  const rests: number[] = [];
  const hurried = atHalfPace(slowDoor(1), { ...going, leaving: gone }, async (ms) => void rests.push(ms));
  expect(await hurried.withTenant(context, async () => 'fait')).toBe('fait');
  expect(rests).toEqual([]);
  const lost = atHalfPace(slowDoor(1), { ...going, signal: gone });
  await expect(lost.withTenant(context, async () => null)).rejects.toThrow('parti');
});
