import { describe, expect, it } from 'vitest';
import { type Check, readiness } from './health.js';

const ok = (name: string, required = true): Check => ({ name, required, run: async () => ({ ok: true }) });
const down = (name: string, required: boolean): Check => ({
  name,
  required,
  run: async () => ({ ok: false, reason: 'gone' }),
});

describe('the readiness of a process', () => {
  it('is ready when everything answers', async () =>
    expect((await readiness([ok('postgres')])).status).toBe('ready'));

  it('is degraded when something it can do without is gone, and names it', async () => {
    const state = await readiness([ok('postgres'), down('mailedge', false)]);
    expect(state.status).toBe('degraded');
    expect(state.checks).toContainEqual({ name: 'mailedge', required: false, ok: false, reason: 'gone' });
  });

  it('is unavailable when something it needs is gone', async () => {
    expect((await readiness([down('postgres', true), down('mailedge', false)])).status).toBe('unavailable');
  });

  it('counts a check that throws as failed, without its words', async () => {
    const throwing: Check = {
      name: 'psc',
      required: false,
      run: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432')),
    };
    expect((await readiness([throwing])).checks[0]).toMatchObject({ ok: false, reason: 'unreachable' });
  });
});
