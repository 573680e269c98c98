import type { Check } from '@cachet/runtime';

const PATIENCE_MS = 2500;

/** The portal shows nothing without the API: it is ready when the API is alive. */
export function apiCheck(apiUrl: string): Check {
  const alive = new URL('/healthz', apiUrl);
  return {
    name: 'api',
    required: true,
    async run() {
      const answer = await fetch(alive, { signal: AbortSignal.timeout(PATIENCE_MS) });
      await answer.body?.cancel();
      return answer.ok ? { ok: true } : { ok: false, reason: `answered ${answer.status}` };
    },
  };
}
