import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CHECKOUT } from './sandbox.js';

interface Archive {
  readonly fileName: string;
  readonly sha256: string;
  readonly segments: number;
  readonly treatment: { readonly files: readonly { readonly verdict: number }[] } | null;
}

const sandbox = inject('sandbox');
const SEGMENTS = 4;
const MINUTE = 60_000;
/** The month before this one. */
const MONTH = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), 0))
  .toISOString()
  .slice(0, 7);
/** Later than now, so that the sandbox’s own jobs leave to these processes what is theirs. */
const BEGUN = Date.now() + 60 * MINUTE;

let database: Client;

beforeAll(async () => {
  database = new Client({ connectionString: sandbox.databaseUrl });
  await database.connect();
  // The sandbox may have planned it itself, where a month ended meanwhile.
  await database.query('delete from statistics_deposit where month = $1', [MONTH]);
  await database.query("update bal set created_at = created_at - interval '40 days'");
});
afterAll(async () => {
  await database.query("update bal set created_at = created_at + interval '40 days'");
  await database.query('delete from statistics_deposit where month = $1', [MONTH]);
  await database.query("delete from compliance_event where facts ->> 'month' = $1", [MONTH]);
  await database.end();
});

/** A process of the jobs at that minute, with the environment of the sandbox’s; how many calls of SIPIL it made, or null when it was killed. */
async function life(minute: number, diesAt = ''): Promise<number | null> {
  const env = Object.fromEntries(
    readFileSync(`/proc/${sandbox.processes.jobs}/environ`, 'utf8')
      .split('\0')
      .map((line) => line.split(/=(.*)/s, 2))
      .filter(([name = '']) => /^(?:CACHET_|PATH$|TZ$)/.test(name)),
  );
  const at = new Date(BEGUN + minute * MINUTE).toISOString();
  const program = join(CHECKOUT, 'test/e2e/mortal-depositor.ts');
  const child = spawn(process.execPath, [program, CHECKOUT, at, diesAt], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const said = await text(child.stdout);
  const [code, signal] = await ended;
  if (signal === 'SIGKILL') return null;
  if (code !== 0) throw new Error(`a process ended by itself with ${code ?? signal}`);
  return Number(said);
}

/** One deposit of that domain, due for these processes alone. */
async function due(domain: string) {
  const id = randomUUID();
  await database.query(
    `insert into statistics_deposit (id, month, domain, state, next_at) values ($1, $2, $3, 'due', $4)`,
    [id, MONTH, domain, new Date(BEGUN)],
  );
  const standing = async () => {
    const { rows } = await database.query(
      'select state, segments_sent as sent, fault, sha256 from statistics_deposit where id = $1',
      [id],
    );
    return rows[0];
  };
  const atSipil = async () => {
    const all = (await (await fetch(sandbox.sipil.control)).json()) as readonly Archive[];
    return all.filter(({ fileName }) => fileName === `${MONTH.replace('-', '')}_${domain}.zip`);
  };
  /** As one of forty megabytes would be. */
  const cut = () =>
    database.query('update statistics_deposit set segments = $2 where id = $1', [id, SEGMENTS]);
  return { standing, atSipil, cut };
}

const domainOf = (tenant: number) => sandbox.tenants[tenant]?.domains[0] ?? '';

describe('EX_PSU_5810: a deposit in segments whose process is killed', () => {
  it('before it begins, before a commit, between segments or after it: is completed by the next, at SIPIL once', async () => {
    const { standing, atSipil, cut } = await due(domainOf(1));
    expect(await life(0, 'before 1')).toBeNull();
    expect(await standing()).toMatchObject({ state: 'ready', sent: 0 });
    await cut();
    // SIPIL has the second, and nobody here knows.
    expect(await life(21, 'after 2')).toBeNull();
    expect(await standing()).toMatchObject({ state: 'sending', sent: 1 });
    // The second once more, the third, and not the fourth.
    expect(await life(42, 'before 3')).toBeNull();
    expect(await standing()).toMatchObject({ state: 'sending', sent: 3, fault: null });
    expect(await atSipil()).toEqual([]);
    expect(await life(63, 'deposited')).toBeNull();
    const { state, sha256 } = await standing();
    expect(state).toBe('deposited');
    expect(await atSipil()).toMatchObject([{ sha256, segments: SEGMENTS }]);
    expect(await life(84)).toBe(0);
    expect((await standing()).state).toBe('accepted');
    expect(await atSipil()).toHaveLength(1);
  });

  it('between the answer to the last segment and its commit: the same octets go again, and SIPIL says that it has them', async () => {
    const { standing, atSipil, cut } = await due(domainOf(2));
    expect(await life(200, 'before 1')).toBeNull();
    await cut();
    expect(await life(221, `after ${SEGMENTS}`)).toBeNull();
    const { state, sent, sha256 } = await standing();
    expect([state, sent]).toEqual(['sending', SEGMENTS - 1]);
    expect(await atSipil()).toMatchObject([{ sha256 }]);
    // The last one alone is one of many to SIPIL: whoever sent it begins again, an hour later.
    expect(await life(242)).toBe(1);
    expect(await standing()).toMatchObject({ state: 'sending', sent: 0, fault: 'answerStrange' });
    expect(await life(303)).toBeGreaterThan(0);
    expect(await life(324)).toBe(0);
    expect((await standing()).state).toBe('accepted');
    const archives = await atSipil();
    expect(archives.map((each) => each.sha256)).toEqual([sha256, sha256]);
    // Warned of and not treated twice: control 10, « fichier déjà reçu ».
    expect(archives[1]?.treatment?.files.every(({ verdict }) => verdict === 2)).toBe(true);
  });
});
