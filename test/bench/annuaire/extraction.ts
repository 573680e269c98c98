import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DirectoryQuery } from '@cachet/mss-core';
import { CopiedDirectory, Database, runMigrations } from '@cachet/schema';
import { provisionDatabase, startPostgres } from '@cachet/testkit';
import type { Figure } from './figure.js';
import { PlausiblePeople, writeExtraction } from './plausible-extraction.js';

const LINES = Number(process.env.BENCH_LINES ?? 1_000_000);
const SEARCHES = 500;
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The daily extraction of 1,000,000 BAL: read and loaded by a process of its own, searched before it is in force, while, and after. */
export async function extraction(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cachet-annuaire-'));
  const postgres = await startPostgres({ directory: join(folder, 'postgres') });
  const { ownerUrl, appUrl } = await provisionDatabase(postgres.adminUrl, 'annuaire');
  await runMigrations(ownerUrl);
  const database = await Database.connect({ url: appUrl, app: 'bench' });
  const archive = join(folder, 'extraction.zip');
  const unpacked = await writeExtraction(archive, LINES);
  const server = createServer((_, response) => void createReadStream(archive).pipe(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    const load = (approve: string) => loadByItself({ url, appUrl, folder, approve });
    const first = await load('first');
    const directory = new CopiedDirectory(database, 'bals', 'extraction');
    const opened = await timed(() => directory.search({ name: 'martin' }, 20, SIGNAL));
    const calm = await searchAll(directory, Number.POSITIVE_INFINITY);
    let isOver = false;
    const again = load('second').finally(() => {
      isOver = true;
    });
    const busy: number[] = [];
    while (!isOver) busy.push(...(await searchAll(directory, 20)));
    const second = await again;
    const after = await searchAll(directory, Number.POSITIVE_INFINITY);
    const { size } = await stat(archive);
    const lines = LINES.toLocaleString('en');
    return [
      row(
        `${lines} BAL loaded`,
        `${seconds(first.ms)}`,
        `${megabytes(size)} packed, ${megabytes(unpacked)} read`,
      ),
      row('  memory of the process, at most', megabytes(first.peak), `${seconds(first.cpu)} of processor`),
      row('  again, while searches go on', seconds(second.ms), megabytes(second.peak)),
      row('words opened in the process that searches', `${opened.toFixed(0)} ms`, 'once for each copy'),
      row('search p50, p95, p99', percentiles(calm), `${calm.length} searches, 20 answers each`),
      row('  while the next copy is loaded', percentiles(busy), `${busy.length} searches`),
      row('  after it', percentiles(after), ''),
      row(
        '  memory of the process that searches',
        megabytes(process.memoryUsage().rss),
        'with the generator’s',
      ),
    ];
  } finally {
    server.close();
    await database.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const SIGNAL = new AbortController().signal;

/** As people type: names whole, begun and mistyped, with a town or a speciality, and what everybody is. */
function* questions(): Generator<DirectoryQuery> {
  const people = new PlausiblePeople(7);
  for (let asked = 0; ; asked += 1) {
    const family = people.familyName(people.rank(180_000));
    const given = people.givenName(people.rank(4_000));
    const town = people.town(people.rank(30_000));
    const kinds: readonly DirectoryQuery[] = [
      { text: family },
      { text: `${given} ${family}` },
      { text: family.slice(0, 3) },
      { text: family.slice(0, 5) },
      { text: `${family.slice(0, 4)} ${town}` },
      { text: mistyped(family) },
      { name: family.slice(1, 5) },
      { profession: 'médecin', town },
      { speciality: 'cardio', town: town.slice(0, 4) },
      { text: 'médecin' },
      { structure: `centre hospitalier ${town}` },
      { text: 'inconnuxyz' },
    ];
    yield kinds[asked % kinds.length] ?? {};
  }
}

function mistyped(name: string): string {
  return `${name.slice(0, 2)}${name.slice(3, 4)}${name.slice(2, 3)}${name.slice(4)}`;
}

const ASKED = questions();

async function searchAll(directory: CopiedDirectory, most: number): Promise<number[]> {
  const times: number[] = [];
  while (times.length < Math.min(most, SEARCHES)) {
    const query = ASKED.next().value;
    const ms = await timed(() => directory.search(query, 20, SIGNAL));
    if (process.env.BENCH_SLOW && ms > 100)
      process.stderr.write(`${ms.toFixed(0)} ms ${JSON.stringify(query)}\n`);
    times.push(ms);
  }
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

interface Load {
  readonly url: string;
  readonly appUrl: string;
  readonly folder: string;
  /** Another name makes the same octets another file. */
  readonly approve: string;
}

/** As `npm start` and docs/operations/annuaire.md have jobs run: what is young in a copy is soon gone, and V8 would keep much room for it. */
const AS_JOBS = '--max-semi-space-size=4';

/** In a process that does nothing else, as jobs do. */
async function loadByItself(
  load: Load,
): Promise<{ readonly ms: number; readonly peak: number; readonly cpu: number }> {
  const script = `
    import { readFileSync } from 'node:fs';
    import { AnnuaireExtraction } from '@cachet/ans';
    import { refreshCopy } from '@cachet/mss-core';
    import { Database, PgDirectoryCopies } from '@cachet/schema';
    const { url, appUrl, folder, approve } = JSON.parse(process.argv[1]);
    const database = await Database.connect({ url: appUrl, app: 'bench-load' });
    const source = new AnnuaireExtraction({ kind: 'public', url, folder }, () => new Date());
    const start = performance.now();
    const outcome = await refreshCopy('bals', {
      source: { name: 'public', open: async () => { const read = await source.open(); return { ...read, file: { ...read.file, sha256: approve } }; } },
      copies: new PgDirectoryCopies(database),
      at: new Date(),
      signal: new AbortController().signal,
      tell: async () => undefined,
    });
    const ms = performance.now() - start;
    const peak = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
    await database.close();
    const { user, system } = process.cpuUsage();
    process.stdout.write(JSON.stringify({ outcome, ms, peak, cpu: (user + system) / 1000 }));`;
  const child = spawn(
    process.execPath,
    [AS_JOBS, '--input-type=module', '-e', script, JSON.stringify(load)],
    {
      cwd: join(ROOT, 'apps/api'),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let told = '';
  for await (const piece of child.stdout) told += piece;
  const { outcome, ms, peak, cpu } = JSON.parse(told);
  if (outcome !== 'ok') throw new Error(`the load ended « ${outcome} »`);
  return { ms, peak, cpu };
}

function percentiles(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return `${[0.5, 0.95, 0.99].map((share) => at(share).toFixed(1)).join(' / ')} ms`;
}

const row = (what: string, figure: string, remark: string): Figure => ({ what, figure, remark });
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
