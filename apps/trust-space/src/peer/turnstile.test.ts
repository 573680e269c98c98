import { expect, it } from 'vitest';
import { Turnstile } from './turnstile.js';

it('lets two through at a time, everybody in the end, in their order', async () => {
  const turnstile = new Turnstile(2);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const visit = (name: number) => async () => {
    inside += 1;
    most = Math.max(most, inside);
    await Promise.resolve();
    order.push(name);
    inside -= 1;
    if (name === 3) throw new Error('trois est tombé');
  };
  const visits = [1, 2, 3, 4, 5].map((name) => turnstile.pass(visit(name)));
  const ends = await Promise.allSettled(visits);
  expect([most, order]).toEqual([2, [1, 2, 3, 4, 5]]);
  expect(ends.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
});
