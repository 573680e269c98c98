import { expect, it } from 'vitest';
import { gaveUpWaiting } from './gave-up-waiting.js';

const fault = (code: string) => Object.assign(new Error('canceling statement'), { code });

it.each(['55P03', '57014'])('a statement that ended with %s had given up waiting for its lock', (code) => {
  expect(gaveUpWaiting(fault(code))).toBe(true);
});

it.each([fault('40P01'), fault('57P01'), new Error('55P03'), null])('%s is something else', (other) => {
  expect(gaveUpWaiting(other)).toBe(false);
});
