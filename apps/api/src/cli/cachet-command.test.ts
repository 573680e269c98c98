import { chmod, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SCOPES } from '@cachet/mss-core';
import { createLogger } from '@cachet/runtime';
import { PgDeliveries } from '@cachet/schema';
import { address, fictionalId, TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OperationWorker } from '../operations/operation-worker.js';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { cachetProgram, type Ended } from './cachet-program.fixture.js';

// Each command is a process that begins.
vi.setConfig({ testTimeout: 5 * 60_000 });

let world: ApiWorld;
let hospital: TestTenant;
let key: string;
let folder: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  // Keys end by the wall clock, and the program knows no other.
  world.now = new Date();
  hospital = await TestTenant.create(world.database, { kind: 'structure', name: 'Hôpital fictif' });
  key = await aKey(hospital, SCOPES);
  folder = await mkdtemp(path.join(tmpdir(), 'cachet-cli-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await world.stop();
});

async function aKey(tenant: TestTenant, scopes: readonly string[]): Promise<string> {
  return (await tenant.apiKey(scopes, new Date(world.now.getTime() + 300 * 86_400_000))).key;
}

const cachet = (typed: readonly string[], env: Record<string, string> = {}) =>
  cachetProgram(typed, { CACHET_API_URL: world.url, CACHET_API_KEY: key, ...env });

async function json(typed: readonly string[], env: Record<string, string> = {}) {
  const { code, out, err } = await cachet([...typed, '--json'], env);
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe('cachet', () => {
  it('says in French, or in English, what it can do', async () => {
    const french = await cachet([]);
    expect([french.code, french.err]).toEqual([0, '']);
    for (const command of ['me', 'bal create', 'key revoke', 'delivery list', 'import', 'doctor'])
      expect(french.out).toContain(`  ${command} `);
    expect(french.out).toContain('Options de toutes les commandes');
    expect((await cachet(['--help', '--lang', 'en'])).out).toContain('Options of every command');
    const one = await cachet(['bal', 'suspend', '--help']);
    expect(one.out).toContain('Portée nécessaire : bal:write');
  });

  it('is told apart by its end when it is typed wrong', async () => {
    for (const typed of [
      ['nothing'],
      ['bal'],
      ['bal', 'list', '--nonsense'],
      ['bal', 'create', 'x@y.fr'],
      ['bal', 'suspend'],
      ['bal', 'list', '--first', 'many'],
      ['key', 'create', 'x', '--scopes', 'bal:read', '--days', '9999'],
    ]) {
      const { code, out, err } = await cachet(typed);
      expect([code, out], typed.join(' ')).toEqual([2, '']);
      expect(err.trim()).not.toBe('');
    }
  });

  it('knows its structure by its key, and nothing of the neighbour’s', async () => {
    expect((await json(['me'])).structures).toEqual([
      expect.objectContaining({ id: hospital.id, name: 'Hôpital fictif' }),
    ]);
    expect(await json(['structure'])).toMatchObject({ id: hospital.id, domains: [hospital.domain] });
    const neighbour = await TestTenant.create(world.database);
    const { code, err } = await cachet(['bal', 'list', '--structure', neighbour.id, '--json']);
    expect([code, JSON.parse(err).code]).toEqual([1, 'notFound']);
  });
});

describe('the key', () => {
  it('is read from a file that nobody else may read', async () => {
    const file = path.join(folder, 'key');
    await writeFile(file, `${key}\n`, { mode: 0o644 });
    const typed = ['me', '--key-file', file];
    const refused = await cachet(typed, { CACHET_API_KEY: '' });
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining(`chmod 600 ${file}`)]);
    await chmod(file, 0o600);
    expect((await cachet(typed, { CACHET_API_KEY: '' })).code).toBe(0);
    expect((await cachet(['me'], { CACHET_API_KEY: '', CACHET_API_KEY_FILE: file })).code).toBe(0);
    expect((await cachet(['me', '--key-file', path.join(folder, 'none')])).code).toBe(2);
  });

  it('travels in clear to nobody, and one that is refused is told', async () => {
    expect((await cachet(['me', '--url', 'http://api.example'])).err).toContain('https://');
    expect((await cachet(['me'], { CACHET_API_URL: '' })).code).toBe(2);
    expect((await cachet(['me'], { CACHET_API_KEY: 'secret' })).code).toBe(2);
    const unknown = await cachet(['me', '--lang', 'en'], { CACHET_API_KEY: `mss_test_${'A'.repeat(43)}` });
    expect([unknown.code, unknown.err]).toEqual([3, expect.stringContaining('The API key is refused')]);
    const nowhere = await cachet(['me', '--url', 'http://127.0.0.1:9']);
    expect([nowhere.code, nowhere.err]).toEqual([3, expect.stringContaining('ne répond pas')]);
  });

  it('without the scope is told which one, by the API’s own words', async () => {
    const poor = { CACHET_API_KEY: await aKey(hospital, ['delivery:read']) };
    const { code, out, err } = await cachet(['bal', 'list'], poor);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('bal:read');
  });

  it('makes others, lists them and ends them', async () => {
    const made = await json([
      'key',
      'create',
      'Logiciel',
      '--scopes',
      'bal:read,delivery:read',
      '--days',
      '30',
    ]);
    expect(made.secret).toMatch(/^mss_test_/);
    expect((await cachet(['me'], { CACHET_API_KEY: made.secret })).code).toBe(0);
    const listed = await cachet(['key', 'list']);
    expect(listed.out).toContain(made.apiKey.id);
    expect(listed.out).not.toContain(made.secret);
    expect((await json(['key', 'revoke', made.apiKey.id])).isUsable).toBe(false);
    expect((await cachet(['me'], { CACHET_API_KEY: made.secret })).code).toBe(3);
    expect((await cachet(['key', 'revoke', made.apiKey.id])).code).toBe(1);
  });
});

describe('BAL', () => {
  it('are opened, listed, suspended and reactivated', async () => {
    const { idNat } = await hospital.person({ familyName: 'ESSAI', givenName: 'Camille' });
    const name = `cardiologie@${hospital.domain}`;
    const typed = ['bal', 'create', name, '--responsible', idNat, '--kind', 'organisational'];
    const made = await json([...typed, '--description', 'Cardiologie', '--finess', '010000024', '--shared']);
    expect(made.bal).toMatchObject({ address: name, kind: 'ORGANISATIONAL', state: 'ACTIVE' });
    const again = await cachet([...typed, '--finess', '010000024', '--shared', '--json']);
    expect([again.code, JSON.parse(again.err).code]).toEqual([1, 'addressTaken']);
    const list = await json(['bal', 'list', '--kind', 'organisational', '--all']);
    expect(list.map(({ bal }: { bal: { address: string } }) => bal.address)).toEqual([name]);
    const suspended = await json(['bal', 'suspend', name, '--motive', 'security', '--note', 'Compte volé']);
    expect(suspended.bal.state).toBe('SUSPENDED');
    expect((await cachet(['bal', 'suspend', name, '--motive', 'security'])).code).toBe(1);
    expect((await cachet(['bal', 'list', '--state', 'suspended'])).out).toContain(name);
    expect((await json(['bal', 'reactivate', made.bal.id])).bal.state).toBe('ACTIVE');
    const none = await cachet(['bal', 'suspend', `x${name}`, '--motive', 'security']);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('Aucune BAL')]);
  });
});

describe('a file', () => {
  it('is imported to its end, and what was refused is told row by row', async () => {
    const file = path.join(folder, 'bal.csv');
    const head = 'adresse;type;responsable;responsable nom;responsable prénom;description;quota Mo';
    const row = (name: string, rpps: string) =>
      `${name}@${hospital.domain};organisationnelle;${rpps};FICTIF;Jean;Une BAL à ouvrir;500`;
    // As a spreadsheet of here writes it: Windows-1252.
    const text = [head, row('radiologie', '99900000017'), row('biologie', '99900000017')].join('\r\n');
    await writeFile(file, Buffer.from(text, 'latin1'));
    const rehearsed = await whileWorking(cachet(['import', file, '--dry-run', '--json']));
    expect([rehearsed.code, JSON.parse(rehearsed.out)]).toEqual([
      0,
      expect.objectContaining({ dryRun: true, total: 2, failed: 0 }),
    ]);
    const done = await whileWorking(cachet(['import', file, '--json']));
    expect(JSON.parse(done.out)).toMatchObject({ state: 'SUCCEEDED', done: 2 });
    await writeFile(file, [head, row('radiologie', '99900000017'), row('urgences', '12')].join('\n'));
    const partial = await whileWorking(cachet(['import', file]));
    expect(partial.code).toBe(1);
    expect(partial.out).toMatch(/^ÉTAT[\s\S]*PARTIAL[\s\S]*LIGNE[\s\S]*urgences@/);
    const { out: id } = await cachet(['import', file, '--no-wait']);
    expect((await whileWorking(cachet(['operation', id.trim()]))).out).toContain('PARTIAL');
  });

  it('of more than a megabyte is sent as it is read, and every refused row is told and kept to be corrected', async () => {
    const file = path.join(folder, 'long.csv');
    const row = (n: number) =>
      `service-${n}@${hospital.domain};organisationnelle;12;FICTIF;Jean;${'é'.repeat(1_000)}`;
    const rows = Array.from({ length: 600 }, (_, n) => row(n));
    await writeFile(
      file,
      ['adresse;type;responsable;responsable nom;responsable prénom;description', ...rows].join('\n'),
    );
    const refused = path.join(folder, 'refused.csv');
    const typed = ['import', file, '--dry-run', '--progress', '--refused', refused];
    const { code, out, err } = await whileWorking(cachet(typed));
    expect(code).toBe(1);
    expect(err).toMatch(/^Envoi : \d+ %[\s\S]*Envoi : 100 %[\s\S]*100 % : 600 lignes sur 600/);
    expect(out.match(/^\d+ +service-\d+@/gm)).toHaveLength(600);
    expect((await readFile(refused, 'utf8')).split('\r\n')).toHaveLength(602);
    expect((await stat(refused)).mode & 0o077).toBe(0);
  });

  it('that is too large, or not there, is refused before anything is sent', async () => {
    const file = path.join(folder, 'large.csv');
    await writeFile(file, '');
    await truncate(file, 100_000_000);
    expect((await cachet(['import', file])).err).toContain('16 Mo');
    expect((await cachet(['import', path.join(folder, 'none.csv')])).code).toBe(2);
    expect((await cachet(['import', folder])).code).toBe(2);
    await writeFile(file, 'colonne;autre\nx;y');
    const wrong = await cachet(['import', file, '--json']);
    expect([wrong.code, JSON.parse(wrong.err).code]).toEqual([1, 'csvColumnUnknown']);
  });

  it('that was imported is taken back', async () => {
    const file = path.join(folder, 'back.csv');
    const head = 'adresse;type;responsable;responsable nom;responsable prénom';
    await writeFile(file, `${head}\nmaternite@${hospital.domain};organisationnelle;99900000017;FICTIF;Jean`);
    const { id } = JSON.parse((await whileWorking(cachet(['import', file, '--json']))).out);
    const back = await whileWorking(cachet(['import', '--rollback', id, '--json']));
    expect([back.code, JSON.parse(back.out)]).toEqual([
      0,
      expect.objectContaining({ kind: 'BAL_ROLLBACK', state: 'SUCCEEDED', done: 1 }),
    ]);
    const again = await cachet(['import', '--rollback', id, '--json']);
    expect([again.code, JSON.parse(again.err).code]).toEqual([1, 'operationNotUndoable']);
    const theirs = { CACHET_API_KEY: await aKey(await TestTenant.create(world.database), SCOPES) };
    expect((await cachet(['import', '--rollback', id], theirs)).err).toContain('n’existe pas');
  });
});

describe('what is exported', () => {
  it('is the BAL and the accesses as an import reads them back, which changes nothing; and never a message', async () => {
    const clinic = await TestTenant.create(world.database, { kind: 'practice' });
    const theirs = { CACHET_API_KEY: await aKey(clinic, SCOPES) };
    const [head, delegate] = [await clinic.person(), await clinic.person()];
    const bal = await clinic.bal({ kind: 'organisational', responsible: head, description: '=1+1' });
    await clinic.access(bal.id, delegate, { role: 'delegate', maySend: false });
    for (const [what, rows] of [
      [[], 1],
      [['--accesses'], 2],
    ] as const) {
      const file = path.join(folder, `export-${rows}.csv`);
      expect((await cachet(['export', ...what, '--to', file], theirs)).out).toContain(`${rows} lignes`);
      const text = await readFile(file, 'utf8');
      expect(text.startsWith('\ufeff')).toBe(true);
      expect(text).toContain(bal.address);
      if (rows === 1) expect(text).toContain(";'=1+1;");
      const { code, out } = await whileWorking(cachet(['import', file, ...what, '--json'], theirs));
      expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ unchanged: rows, done: 0 })]);
      expect((await cachet(['export', ...what, '--to', file], theirs)).code).toBe(2);
    }
    const [{ version }] = (await world.database.withTenant(clinic.context(), (sql) =>
      sql.query<{ version: number }>(
        "update bal set state = 'suspended', state_motive = 'misuse', state_at = now() where id = $1 returning version",
        [bal.id],
      ),
    )) as [{ version: number }];
    expect(version).toBeGreaterThan(0);
    expect((await cachet(['export', '--suspended'], theirs)).out).toContain('usage contraire aux conditions');
    expect((await cachet(['export'])).out).not.toContain(bal.address);
  });
});

/** The same, while the worker of operations goes on. */
async function whileWorking(ended: Promise<Ended>): Promise<Ended> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const { database, safe } = world;
  const { balPolicy } = world.container();
  const clock = () => world.now;
  const logger = createLogger('jobs', 'silent');
  const worker = new OperationWorker({ database, safe, balPolicy, clock, wallClock: clock, logger });
  const over = async () => {
    await worker.drain();
    return isOver;
  };
  await expect.poll(over, { timeout: 4 * 60_000 }).toBe(true);
  return ended;
}

describe('deliveries', () => {
  it('are listed, and what a server said obeys no terminal', async () => {
    const bal = await hospital.bal();
    await world.database.withTenant(hospital.context(), async (sql) => {
      const [id, messageId] = [fictionalId(), fictionalId()];
      const sender = address('a@peer-operateur.mssante.fr');
      const delivery = { id, messageId, balId: bal.id, size: 10, sender, recipient: bal.address } as const;
      await new PgDeliveries(sql).add([{ ...delivery, direction: 'inbound', state: 'delivered' }]);
      await sql.query('update delivery set last_code = 550, last_text = $1', ['\u001b]0;x\u0007 refusé']);
    });
    const { out } = await cachet(['delivery', 'list', '--direction', 'inbound', '--state', 'delivered']);
    expect(out).toContain(bal.address);
    expect(out).toContain('refusé');
    expect(out).not.toContain('\u001b');
    expect(await json(['delivery', 'list', '--first', '1'])).toHaveLength(1);
  });
});
