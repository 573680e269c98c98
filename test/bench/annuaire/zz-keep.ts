import { writeFileSync, existsSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runMigrations } from '@cachet/schema';
import { provisionDatabase, startPostgres, withClient } from '@cachet/testkit';
import type { Figure } from './figure.js';

const LINES = Number(process.env.BENCH_LINES ?? 10_000_000);
const BALS = 20_000;
const DOMAIN = 'ch-mesure.mssante.fr';
/** V8 collects late on a machine with much memory: what the work needs is what it does with in a heap that is bounded. */
const BOUNDED = ['--max-old-space-size=112', '--max-semi-space-size=8'];
const WRITER = fileURLToPath(new URL('write-statistics.mjs', import.meta.url));

interface Written {
  readonly ms: number;
  /** Milliseconds of processor, packing and sealing included. */
  readonly cpu: number;
  readonly readMs: number;
  readonly peak: number;
  readonly size: number;
  readonly exchanges: number;
  readonly bals: number;
}

/** The statistics of a month of 10,000,000 exchanges of 20,000 BAL: read, written as files, packed, sealed and kept by a process of its own. */
export async function statistics(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cachet-statistics-'));
  const postgres = await startPostgres({ directory: join(folder, 'postgres') });
  try {
    const { ownerUrl, appUrl, adminUrl } = await provisionDatabase(postgres.adminUrl, 'statistics');
    await runMigrations(ownerUrl);
    const tenantId = randomUUID();
    await fill(adminUrl, tenantId);

    writeFileSync('/tmp/wperf/asked.json', JSON.stringify({ url: appUrl, tenantId, domain: DOMAIN, month: '2026-10' }));
    while (!existsSync('/tmp/wperf/stop-stat')) await new Promise((r) => setTimeout(r, 500));
    return [];
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Made by PostgreSQL itself: BAL of one structure, and letters spread over the month, some with the headers of a program, some refused. */
function fill(adminUrl: string, tenantId: string): Promise<void> {
  return withClient(adminUrl, async (client) => {
    await client.query(
      "insert into tenant (tenant_id, name, kind, created_at) values ($1, 'Mesure', 'structure', '2026-01-01')",
      [tenantId],
    );
    await client.query('insert into tenant_domain (tenant_id, domain) values ($1, $2)', [tenantId, DOMAIN]);
    await client.query(
      `insert into bal (tenant_id, id, address, kind, state, is_test, description, quota_bytes, created_at)
       select $1, uuid(lpad(to_hex(n), 32, '0')), 'bal-' || n || '@' || $2, 'personal', 'active', false, '', 1000000, '2026-02-01'
         from generate_series(1, $3::int) n`,
      [tenantId, DOMAIN, BALS],
    );
    // Indexes that nothing here reads would take most of the time.
    await client.query("set session_replication_role = 'replica'");
    for (const index of ['delivery_recent', 'delivery_state', 'delivery_message', 'delivery_ended'])
      await client.query(`drop index ${index}`);
    await client.query(
      `insert into delivery (tenant_id, id, direction, bal_id, message_id, sender, recipient, size, state, attempts, last_code,
                             created_at, updated_at, mss_ins, mss_code_cda, mss_nil)
       select $1, gen_random_uuid(), 'outbound', uuid(lpad(to_hex(1 + n % $3::int), 32, '0')), gen_random_uuid(),
              'bal-' || (1 + n % $3::int) || '@' || $2, 'correspondant-' || (n % 5000) || '@operateur-' || (n % 97) || '.mssante.fr', 4000 + n % 90000,
              case when n % 50 = 0 then 'failed' else 'delivered' end, 1, case when n % 50 = 0 then 550 else 250 end,
              at, at, case n % 3 when 0 then 'O' when 1 then 'N' end, case when n % 3 < 2 then '34112-3,' || 11000 + n % 40 || '-0' end,
              case when n % 3 < 2 then 'editeur-' || n % 12 || '/logiciel/2.' || n % 9 end
         from generate_series(1, $4::int) n,
              lateral (select timestamptz '2026-10-01 00:00+02' + n * (interval '31 days' / ($4::int + 1)) as at) t`,
      [tenantId, DOMAIN, BALS, LINES],
    );
    await client.query(ENDED);
    await client.query(
      `insert into trace_event (tenant_id, id, at, kind, outcome, actor, means, correlation_id, bal_id, facts)
       select $1, gen_random_uuid(), '2026-10-15'::timestamptz + n * interval '1 second', 'session.opened', 'ok', '{"kind":"person","idNat":"810"}', 'imap', 'c',
              uuid(lpad(to_hex(1 + n % $2::int), 32, '0')), '{}' from generate_series(1, $2::int * 3) n`,
      [tenantId, BALS],
    );
    await client.query('analyze');
  });
}

const ENDED = `create index delivery_ended on delivery (tenant_id, updated_at, id)
  where direction = 'outbound' and sender is not null and state in ('delivered', 'failed')`;

function row(what: string, figure: string, remark: string): Figure {
  return { what, figure, remark };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function megabytes(octets: number): string {
  return `${(octets / 1_000_000).toFixed(0)} MB`;
}
