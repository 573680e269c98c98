import type { CurrentListeBlanche, IgcTrustStore, PscClient } from '@cachet/ans';
import { type MailSafe, safeIsUsable } from '@cachet/mailstore';
import { type Check, type CheckResult, newId } from '@cachet/runtime';
import type { LetterScanning } from '@cachet/scanning';
import { type Database, PgRouting } from '@cachet/schema';

export interface Watched {
  readonly database: Database;
  readonly safe: MailSafe;
  readonly listeBlanche: CurrentListeBlanche;
  readonly trust: IgcTrustStore;
  readonly psc: PscClient;
  readonly scanners: { readonly scanning: Pick<LetterScanning, 'clamd' | 'rspamd'> };
}

/** What /readyz looks at. Without the database, the keys or a liste blanche no letter can be taken; the rest only degrades. */
export function readinessChecks({
  database,
  safe,
  listeBlanche,
  trust,
  psc,
  scanners,
}: Watched): readonly Check[] {
  return [
    {
      name: 'postgres',
      required: true,
      async run() {
        await database.shared((sql) => sql.query('select 1'));
        return { ok: true };
      },
    },
    {
      name: 'keys',
      required: true,
      run: remembered(() => safeIsUsable(safe, new PgRouting(database), newId)),
    },
    {
      name: 'listeBlanche',
      required: true,
      run: async () => (listeBlanche.current() ? OK : { ok: false, reason: 'no verified list yet' }),
    },
    { name: 'igc', required: false, run: async () => trust.ready() },
    presence(database, 'api'),
    presence(database, 'jobs'),
    // Without a scanner letters wait (451) and mailboxes are still read: degraded.
    { name: 'clamd', required: false, run: () => scanners.scanning.clamd() },
    { name: 'rspamd', required: false, run: remembered(() => scanners.scanning.rspamd()) },
    { name: 'psc', required: false, run: remembered(() => psc.ready()) },
  ];
}

function presence(database: Database, name: string): Check {
  return {
    name,
    required: false,
    run: async () => ((await database.presence()).has(name) ? OK : { ok: false, reason: 'not connected' }),
  };
}

const OK: CheckResult = { ok: true };
const MEMORY_MS = 10_000;

/** Whoever polls us must not make us poll others as often. */
function remembered(ask: () => Promise<CheckResult>): () => Promise<CheckResult> {
  let last: { readonly at: number; readonly result: Promise<CheckResult> } | null = null;
  return () => {
    const now = Date.now();
    if (!last || now - last.at > MEMORY_MS) last = { at: now, result: ask() };
    return last.result;
  };
}
