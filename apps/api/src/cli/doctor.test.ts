import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ComplianceEventKind, SCOPES } from '@cachet/mss-core';
import { PgCompliance } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { cachetProgram } from './cachet-program.fixture.js';

// Each command is a process that begins.
vi.setConfig({ testTimeout: 4 * 60_000 });

let world: ApiWorld;
let hospital: TestTenant;
let key: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  // Keys end by the wall clock, and the program knows no other.
  world.now = new Date();
  hospital = await TestTenant.create(world.database, { kind: 'structure', name: 'Hôpital fictif' });
  key = await aKey(SCOPES);
});
afterAll(() => world.stop());

const inDays = (days: number) => new Date(world.now.getTime() + days * 86_400_000);

async function aKey(scopes: readonly string[], ends = inDays(300)): Promise<string> {
  return (await hospital.apiKey(scopes, ends)).key;
}

const doctor = (env: Record<string, string> = {}, typed: readonly string[] = []) =>
  cachetProgram(['doctor', ...typed], { CACHET_API_URL: world.url, CACHET_API_KEY: key, ...env });

/** The lines about a part: what is wrong, and what to do. */
async function said(part: string, env: Record<string, string> = {}): Promise<string> {
  const { out } = await doctor(env);
  return out
    .split(/\n(?! {4})/)
    .filter((lines) => lines.slice(2).startsWith(part))
    .join('\n');
}

async function told(kind: ComplianceEventKind): Promise<void> {
  await world.database.withTenant(hospital.context({ at: world.now }), (sql) =>
    new PgCompliance(sql).raise([{ kind, severity: 'warning', facts: {} }]),
  );
}

/** Something else than the API, that answers everything so. */
async function whileAnswering<T>(
  answer: string,
  headers: Record<string, string>,
  work: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  const server: Server = createServer((_request, response) => response.writeHead(200, headers).end(answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work({ CACHET_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  } finally {
    server.close();
  }
}

/** An API that has lost something. */
async function whileWithout<T>(lost: object, work: (env: Record<string, string>) => Promise<T>): Promise<T> {
  const lame = await ApiWorld.start({}, lost);
  await TestTenant.create(lame.database, { kind: 'operator' });
  try {
    return await work({ CACHET_API_URL: lame.url });
  } finally {
    await lame.stop();
  }
}

const broken = new Proxy({}, { get: () => () => Promise.reject(new Error('cut')) });

describe('doctor names the part that fails and the remedy', () => {
  it('when nothing answers, or something else than the API does', async () => {
    const nowhere = await doctor({}, ['--url', 'http://127.0.0.1:9']);
    expect([nowhere.code, nowhere.out]).toEqual([
      1,
      expect.stringMatching(/✘ API : ne répond pas\n {4}Remède : Vérifiez l’adresse/),
    ]);
    const other = await whileAnswering('<html>', {}, (env) => doctor(env));
    expect([other.code, other.out]).toEqual([
      1,
      expect.stringMatching(/✘ API : .*n’est pas l’API\n {4}Remède : .*portail/),
    ]);
  });

  it('when the database is out of reach, and then of nothing else', async () => {
    const { code, out } = await whileWithout({ database: broken }, (env) => doctor(env));
    expect(code).toBe(1);
    expect(out).toMatch(/✘ Base de données : .*\n {4}Remède : Vérifiez que PostgreSQL tourne/);
    expect(out).not.toContain('Clé d’API');
  });

  it('when the keys of encryption, Pro Santé Connect, or our processes are', async () => {
    const psc = { ready: async () => ({ ok: false, reason: 'cut' }) };
    const { out } = await whileWithout({ safe: { keys: broken }, psc }, (env) => doctor(env));
    expect(out).toMatch(/✘ Clés de chiffrement : .*\n {4}Remède : Vérifiez CACHET_MASTER_KEY ou Vault/);
    expect(out).toMatch(/✘ Pro Santé Connect : .*\n {4}Remède : .*accès de secours/);
    expect(out).toMatch(/✘ SMTP et IMAP : absente.*\n {4}Remède : Démarrez le processus mailedge/);
    expect(out).toMatch(/✘ Tâches planifiées : absente.*\n {4}Remède : Démarrez le processus jobs/);
    expect(out).toContain('✔ Base de données');
  });

  it('when the key is unknown, revoked, over, or used from elsewhere: the API tells nobody which', async () => {
    const over = await aKey(SCOPES, new Date(world.now.getTime() - 1));
    const bound = await hospital.apiKey(SCOPES, inDays(300));
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('update api_key set networks = $2 where id = $1', [bound.id, ['203.0.113.0/24']]),
    );
    const revoked = await hospital.apiKey(SCOPES, inDays(300));
    await world.database.withTenant(hospital.context(), (sql) =>
      sql.query('update api_key set revoked_at = now() where id = $1', [revoked.id]),
    );
    for (const refused of [over, bound.key, revoked.key, `mss_test_${'A'.repeat(43)}`]) {
      const { code, out } = await doctor({ CACHET_API_KEY: refused });
      expect(code).toBe(1);
      expect(out).toMatch(
        /✘ Clé d’API : .*révoquée, expirée, ou utilisée hors de ses réseaux.*\n {4}Remède : .*fin, réseaux/,
      );
    }
    const json = await doctor({ CACHET_API_KEY: over }, ['--json']);
    expect(JSON.parse(json.out).at(-1)).toMatchObject({ part: { en: 'API key' }, state: 'failed' });
  });

  it('when the key lacks scopes', async () => {
    const { out } = await doctor({ CACHET_API_KEY: await aKey(['delivery:read']) });
    expect(out).toContain('! Clé d’API : portées absentes : bal:read, compliance:read, key:write');
    expect(out).toContain('? Certificat du serveur');
  });

  it('when the liste blanche did not come, or is too old', async () => {
    expect(await said('Liste blanche')).toMatch(/^✘ .*pas encore reçue\n {4}Remède : .*listeBlancheRefresh/);
  });

  it('when the zone of a domain lacks something', async () => {
    expect(await said('DNS de')).toMatch(
      new RegExp(`✘ DNS de ${hospital.domain} : .*MISSING\\n {4}Remède : Ajoutez dans la zone`),
    );
  });

  it('when the structure was told of something that nothing ended since', async () => {
    expect(await said('Certificat du serveur')).toBe('✔ Certificat du serveur');
    await told('certificate.expiresSoon');
    await told('igc.chainAltered');
    await told('listeBlanche.awaitsApproval');
    await told('scanner.unavailable');
    const { out } = await doctor();
    expect(out).toMatch(
      /! Certificat du serveur : .*expire bientôt.*\n {4}Remède : Renouvelez le certificat/,
    );
    expect(out).toMatch(/! IGC-Santé : .*\n {4}Remède : Remettez la chaîne/);
    expect(out).toMatch(/! Réception de la liste blanche : .*\n {4}Remède : Un administrateur/);
    expect(out).toMatch(/! Antivirus : .*\n {4}Remède : Redémarrez clamd/);
    world.now = new Date(world.now.getTime() + 1);
    await told('scanner.restored');
    expect(await said('Antivirus')).toBe('');
  });

  it('when the clocks differ', async () => {
    const ready = JSON.stringify({ checks: [{ name: 'postgres', ok: false }] });
    const { out } = await whileAnswering(ready, { date: 'Fri, 20 Nov 2020 12:00:00 GMT' }, (env) =>
      doctor(env),
    );
    expect(out).toMatch(/! Horloge : \d+ s d’écart.*\n {4}Remède : Mettez les deux à l’heure/);
  });

  it('in English too', async () => {
    expect((await doctor({}, ['--lang', 'en'])).out).toContain('Remedy: Start the process mailedge');
  });
});
