import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openImap, pscToken } from './clients.js';
import { CHECKOUT, readAt } from './sandbox.js';
import { untilFound } from './until.js';

const sandbox = inject('sandbox');
const from = { rpps: '99900000025', bal: 'jeanne.moreau@ch-valmont.mssante.fr' };
const to = { rpps: '99900000033', bal: 'paul.lemaire@ch-valmont.mssante.fr' };
const FOLDER = 'Reprise';
const LETTERS = 300;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cachet-store-'));
  const client = await openImap(sandbox, from);
  await client.mailboxCreate(FOLDER);
  for (let number = 1; number <= LETTERS; number += 1)
    await client.append(FOLDER, letter(number), number % 3 === 0 ? ['\\Seen'] : [], new Date(number * 1e9));
  await client.logout();
});
afterAll(() => rmSync(folder, { recursive: true }));

const letter = (number: number) =>
  Buffer.from(`Subject: reprise ${number}\r\n\r\n${'ligne\r\n'.repeat(number)}`);

/** As an operator in the mail edge’s image: its environment, its build. */
function command(...args: readonly string[]): ChildProcess {
  const environment = readFileSync(`/proc/${sandbox.processes.mailedge}/environ`, 'utf8').split('\0');
  const env = Object.fromEntries(
    environment
      .map((line) => line.split(/=(.*)/s, 2))
      .filter(([name = '']) => /^(?:CACHET_|PATH$|TZ$)/.test(name)),
  );
  const child = spawn(process.execPath, [join(CHECKOUT, 'apps/mailedge/dist/moving/command.js'), ...args], {
    env,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  return child;
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  child.stderr?.on('data', (data) => {
    said += String(data);
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, said };
}

async function takenOver(): Promise<number> {
  const client = new Client({ connectionString: sandbox.databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    'select coalesce(sum(imported), 0)::int as count from mail_import_folder where name = $1',
    [FOLDER],
  );
  await client.end();
  return rows[0]?.count ?? 0;
}

async function importing(): Promise<ChildProcess> {
  const token = join(folder, 'token');
  writeFileSync(token, await pscToken(sandbox, from.rpps));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, readAt(sandbox.pki.ca));
  return command(
    ...['import', '--bal', to.bal, '--user', from.bal, '--token-file', token, '--starttls', '--ca', ca],
    ...['--host', sandbox.imap.psc.host, '--port', String(sandbox.imap.psc.port)],
    ...['--certificate-name', 'mx.operateur-cachet.mssante.fr'],
  );
}

describe('the operator’s commands on a BAL', () => {
  it('take mail over, and after SIGKILL go on where they were: each letter once, to the octet', async () => {
    for (const least of [20, 90, 170]) {
      const child = await importing();
      await untilFound(
        async () => ((await takenOver()) >= least ? true : null),
        60_000,
        'nothing was taken over',
      );
      const gone = once(child, 'close');
      child.kill('SIGKILL');
      await gone;
    }
    expect(await takenOver()).toBeLessThan(LETTERS);
    const { code, said } = await outcome(await importing());
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('Reprise terminée') });
    const client = await openImap(sandbox, to);
    const lock = await client.getMailboxLock(FOLDER);
    const found: { source: string; seen: boolean; date: number }[] = [];
    for await (const { source, flags, internalDate } of client.fetch('1:*', {
      source: true,
      flags: true,
      internalDate: true,
    }))
      found.push({
        source: String(source),
        seen: flags?.has('\\Seen') ?? false,
        date: new Date(internalDate ?? 0).getTime(),
      });
    lock.release();
    await client.logout();
    expect(found).toEqual(
      Array.from({ length: LETTERS }, (_, index) => ({
        source: letter(index + 1).toString(),
        seen: (index + 1) % 3 === 0,
        date: (index + 1) * 1e9,
      })),
    );
  });

  it('RE_GBM_4450: take a BAL away as an archive that only its owner on disk may read', async () => {
    const archive = join(folder, 'lemaire.zip');
    const { code, said } = await outcome(command('export', '--bal', to.bal, '--to', archive));
    expect({ code, said }).toMatchObject({ code: 0 });
    execFileSync('unzip', ['-qq', archive, '-d', join(folder, 'lemaire')]);
    const files = readdirSync(join(folder, 'lemaire', FOLDER)).sort();
    expect(files).toHaveLength(LETTERS);
    const shas = files.map((name) =>
      createHash('sha256')
        .update(readFileSync(join(folder, 'lemaire', FOLDER, name)))
        .digest('hex'),
    );
    expect(shas).toEqual(
      Array.from({ length: LETTERS }, (_, index) =>
        createHash('sha256')
          .update(letter(index + 1))
          .digest('hex'),
      ),
    );
  });

  it('say what is wrong with a command, and do nothing', async () => {
    const { code, said } = await outcome(
      command('import', '--bal', 'personne@ch-valmont.mssante.fr', '--password', 'x'),
    );
    expect({ code, said }).toMatchObject({ code: 2 });
    expect(said).toContain('Option non comprise : --password');
    const unknown = await outcome(
      command('export', '--bal', 'personne@ch-valmont.mssante.fr', '--to', join(folder, 'x.zip')),
    );
    expect(unknown).toMatchObject({ code: 1, said: expect.stringContaining('n’existe pas') });
  });
});
