/** One thing this process depends on. Required: without it the process cannot do its work. */
export interface Check {
  readonly name: string;
  readonly required: boolean;
  run(): Promise<CheckResult>;
}

export type CheckResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface Readiness {
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly required: boolean;
    readonly reason?: string;
  }[];
}

const CHECK_TIMEOUT_MS = 3000;

/** Runs all checks side by side; one that throws or lasts over three seconds has failed. */
export async function readiness(checks: readonly Check[]): Promise<Readiness> {
  const results = await Promise.all(
    checks.map(async (check) => ({
      name: check.name,
      required: check.required,
      ...(await outcomeOf(check)),
    })),
  );
  const failed = results.filter((r) => !r.ok);
  const status = failed.length === 0 ? 'ready' : failed.some((r) => r.required) ? 'unavailable' : 'degraded';
  return { status, checks: results };
}

async function outcomeOf(check: Check): Promise<CheckResult> {
  const { promise: late, resolve } = Promise.withResolvers<CheckResult>();
  const timer = setTimeout(() => resolve({ ok: false, reason: 'no answer within 3 s' }), CHECK_TIMEOUT_MS);
  try {
    return await Promise.race([check.run(), late]);
  } catch {
    // The page is read by strangers too: what a fault says of hosts and addresses stays in the log of who meets it.
    return { ok: false, reason: 'unreachable' };
  } finally {
    clearTimeout(timer);
  }
}
