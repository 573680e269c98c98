import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Database, runMigrations } from '@cachet/schema';
import { provisionDatabase, startPostgres, TestTenant, withClient } from '@cachet/testkit';
import { TestIgc } from '@cachet/testkit/pki';
import type { Figure } from './figure.js';

const BALS = Number(process.env.BENCH_BALS ?? 50_000);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The feed of a domain of 50,000 BAL: read, declared, judged, sent and kept, by a process of its own; then looked at again, and sent anew. */
export async function feed(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cachet-feed-'));
  const postgres = await startPostgres({ directory: join(folder, 'postgres') });
  const { ownerUrl, appUrl } = await provisionDatabase(postgres.adminUrl, 'feed');
  await runMigrations(ownerUrl);
  const database = await Database.connect({ url: appUrl, app: 'bench' });
  const taken: number[] = [];
  const server = createServer(async (request, response) => {
    let octets = 0;
    for await (const piece of request) octets += piece.length;
    taken.push(octets);
    response.setHeader('content-type', 'application/soap+xml; charset=utf-8').end(ticket(taken.length));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const hospital = await TestTenant.create(database, { kind: 'structure', domain: 'chu.mssante.fr' });
    await multiply(hospital, BALS);
    // As autovacuum would have: without it PostgreSQL takes the tables for empty.
    await withClient(ownerUrl, (client) => client.query('analyze'));
    const igc = await TestIgc.create();
    const operator = await igc.issue({ dn: 'CN=mx.essai.mssante.fr,OU=1010000024,O=CHU,ST=Ain (01),C=FR' });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const publish = (at: string) =>
      publishByItself({ url, appUrl, at, cert: operator.cert, key: operator.key });
    const first = await publish('2026-11-20T22:10:00Z');
    const quiet = await publish('2026-11-21T22:10:00Z');
    const weekly = await publish('2026-11-28T22:10:00Z');
    const size = `${megabytes(taken[0] ?? 0)} sent`;
    const count = BALS.toLocaleString('en');
    return [
      row(`feed of ${count} BAL, the first`, seconds(first.ms), `${first.became}, ${size}`),
      row('  memory of the process, at most', megabytes(first.peak), `${seconds(first.cpu)} of processor`),
      row('  looked at when nothing changed', seconds(quiet.ms), `${quiet.became}, ${megabytes(quiet.peak)}`),
      row('  sent again after a week', seconds(weekly.ms), `${weekly.became}, ${megabytes(weekly.peak)}`),
    ];
  } finally {
    server.close();
    await database.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function ticket(number: number): string {
  const soap = 'http://www.w3.org/2003/05/soap-envelope';
  return `<s:Envelope xmlns:s="${soap}"><s:Body><r><Ticket>t-${number}</Ticket></r></s:Body></s:Envelope>`;
}

/** Numbered, each with the ids of its BAL and of its holder. */
const COPIES = `(select n, ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as bal_id,
         ('00000000-0000-4000-9000-' || lpad(to_hex(n), 12, '0'))::uuid as person_id from generate_series(1, $2::int) n)`;

/** Copies of a BAL and of who answers for it, made by the use cases: each its own professional, by a number of the test range. */
async function multiply(tenant: TestTenant, count: number): Promise<void> {
  const person = await tenant.person();
  const bal = await tenant.bal({ address: 'medecin-0', responsible: person });
  await tenant.database.withTenant(tenant.context(), async (sql) => {
    await sql.query(
      `insert into person select r.* from person p, ${COPIES} c, lateral jsonb_populate_record(p, jsonb_build_object(
         'id', c.person_id, 'id_nat', '899' || lpad((700000000 + c.n)::text, 9, '0'), 'family_name', 'FICTIVE ' || c.n)) r
        where p.id = $1`,
      [person.id, count - 1],
    );
    await sql.query(
      `insert into bal select r.* from bal b, ${COPIES} c, lateral jsonb_populate_record(b, jsonb_build_object(
         'id', c.bal_id, 'address', 'medecin-' || c.n || '@' || $3::text)) r
        where b.id = $1`,
      [bal.id, count - 1, tenant.domain],
    );
    await sql.query(
      `insert into bal_access select r.* from bal_access a, ${COPIES} c, lateral jsonb_populate_record(a, jsonb_build_object(
         'id', gen_random_uuid(), 'bal_id', c.bal_id, 'person_id', c.person_id)) r
        where a.bal_id = $1`,
      [bal.id, count - 1],
    );
  });
}

interface Publishing {
  readonly url: string;
  readonly appUrl: string;
  readonly at: string;
  readonly cert: string;
  readonly key: string;
}

interface Published {
  readonly became: string;
  readonly ms: number;
  readonly peak: number;
  readonly cpu: number;
}

/** In a process that does nothing else, as the job does it. */
async function publishByItself(publishing: Publishing): Promise<Published> {
  const script = `
    import { readFileSync } from 'node:fs';
    import { AnnuaireClient, SoapPublication } from '@cachet/ans';
    import { ANNUAIRE_NAMES, NOS, namedByDeclarations, publishDomain } from '@cachet/mss-core';
    import { newId } from '@cachet/runtime';
    import { Database, PgDirectoryFacts, PgFeedShelf } from '@cachet/schema';
    const { url, appUrl, at, cert, key } = JSON.parse(process.argv[1]);
    const database = await Database.connect({ url: appUrl, app: 'bench-feed' });
    const software = { name: 'Cachet', version: '0.1.0', installation: 'bench' };
    const access = { feedUrl: url, reportUrl: url, ca: cert, names: ANNUAIRE_NAMES, identity: { cert, key }, software };
    const shelf = new PgFeedShelf(database);
    const act = { actor: { kind: 'system', name: 'jobs' }, means: 'job', at: new Date(at), correlationId: 'bench', remoteAddress: null };
    const tools = {
      shelf,
      directory: new SoapPublication(new AnnuaireClient(access, () => new Date(), newId)),
      tellOperator: async () => undefined,
      world: async (_, domain, batch) => ({ isListed: true, facts: await PgDirectoryFacts.about(database, namedByDeclarations(batch)), nomenclatures: NOS, at: act.at }),
    };
    const start = performance.now();
    const [domain] = await shelf.domains();
    const became = await publishDomain(act, tools, domain);
    const ms = performance.now() - start;
    const peak = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
    await database.close();
    const { user, system } = process.cpuUsage();
    process.stdout.write(JSON.stringify({ became, ms, peak, cpu: (user + system) / 1000 }));`;
  // As the jobs are run: what V8 would keep for what is young is not what the work needs.
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=4', '--input-type=module', '-e', script, JSON.stringify(publishing)],
    {
      cwd: join(ROOT, 'apps/api'),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let told = '';
  for await (const piece of child.stdout) told += piece;
  return JSON.parse(told);
}

const row = (what: string, figure: string, remark: string): Figure => ({ what, figure, remark });
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
