import { expectedRecords } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld, PUBLIC_SIDE } from '../testing/api-world.fixture.js';

const QUERY = `query ($domain: String!) { domainDns(domain: $domain) { __typename
  ... on DomainDns { domain isConform zone findings { purpose name type expected found verdict required advice adviceEn } }
  ... on Refus { code } } }`;

let world: ApiWorld;
let hospital: TestTenant;
let manager: string;
let stranger: string;
let administrator: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  hospital = await TestTenant.create(world.database, { kind: 'structure' });
  manager = await managerOf(hospital, 'manager');
  stranger = await managerOf(await TestTenant.create(world.database), 'manager');
  const operator = await TestTenant.create(world.database, { kind: 'operator' });
  administrator = await managerOf(operator, 'operatorAdmin');
});
afterAll(() => world.stop());

async function managerOf(tenant: TestTenant, role: 'manager' | 'operatorAdmin'): Promise<string> {
  const person = await tenant.person();
  await tenant.role(person, role);
  return world.signIn(person);
}

async function ask(token: string, domain = hospital.domain) {
  const { data, errors } = await world.ask(QUERY, token, { domain });
  expect(errors).toBeUndefined();
  return data.domainDns;
}

/** Publishes the whole zone of a domain as it should be. */
function publish(domain: string): void {
  world.zone.clear();
  for (const { name, type, value } of expectedRecords(domain, PUBLIC_SIDE.doors)) {
    const before = world.zone.get(`${name} ${type}`);
    const values = before?.kind === 'records' ? before.values : [];
    world.zone.set(`${name} ${type}`, { kind: 'records', values: [...values, value] });
    world.zone.set(`${value.split(' ').at(-1)} A`, { kind: 'records', values: ['192.0.2.1'] });
  }
}

describe('EX_LPS_0300: the DNS zone of a domain', () => {
  it('is well when it holds what is expected', async () => {
    publish(hospital.domain);
    const answer = await ask(manager, hospital.domain.toUpperCase());
    expect(answer).toMatchObject({ __typename: 'DomainDns', domain: hospital.domain, isConform: true });
    expect(new Set(answer.findings.map(({ verdict }: { verdict: string }) => verdict))).toEqual(
      new Set(['OK']),
    );
    expect(answer.zone.split('\n')).toContain(
      `_imap._tcp.${hospital.domain}. 3600 IN SRV 20 100 143 imap-app.operateur.example.`,
    );
  });

  it('says what is expected, what is found, and what to do', async () => {
    publish(hospital.domain);
    world.zone.set(`${hospital.domain} MX`, { kind: 'records', values: ['10 mx.ailleurs.example'] });
    world.zone.set(`${hospital.domain} TXT`, { kind: 'unreachable' });
    const answer = await ask(manager);
    expect(answer.isConform).toBe(false);
    const line = `${hospital.domain}. 3600 IN MX 10 mx.operateur.example.`;
    expect(answer.findings).toContainEqual({
      ...{ purpose: 'MX', name: hospital.domain, type: 'MX', required: true },
      ...{ expected: line, found: [], verdict: 'MISSING' },
      advice: `Ajoutez dans la zone : ${line}`,
      adviceEn: `Add to the zone: ${line}`,
    });
    expect(answer.findings).toContainEqual(
      expect.objectContaining({ verdict: 'EXTRA', expected: null, found: ['10 mx.ailleurs.example'] }),
    );
    expect(answer.findings).toContainEqual(
      expect.objectContaining({ purpose: 'SPF', verdict: 'UNREACHABLE' }),
    );
  });

  it('is conform without what the reference text does not ask for', async () => {
    publish(hospital.domain);
    world.zone.delete(`_dmarc.${hospital.domain} TXT`);
    const answer = await ask(manager);
    expect(answer.isConform).toBe(true);
    expect(answer.findings).toContainEqual(
      expect.objectContaining({ purpose: 'DMARC', verdict: 'MISSING', required: false }),
    );
  });

  it('is not shown to the manager of another structure, nor to the holder of a BAL there', async () => {
    const holder = await hospital.person();
    await hospital.bal({ responsible: holder });
    const nobodys = await ask(stranger, 'personne.mssante.fr');
    expect(nobodys).toEqual({ __typename: 'Refus', code: 'notFound' });
    expect(await ask(stranger)).toEqual(nobodys);
    expect(await ask(await world.signIn(holder))).toEqual(nobodys);
  });

  it('is shown to the operator’s administrator when we serve the domain, and only then', async () => {
    expect(await ask(administrator)).toMatchObject({ __typename: 'DomainDns' });
    expect(await ask(administrator, 'personne.mssante.fr')).toMatchObject({ code: 'notFound' });
  });

  it('is shown to a key of the structure, and of no other', async () => {
    const { key } = await hospital.apiKey(['bal:read']);
    expect(await ask(key)).toMatchObject({ __typename: 'DomainDns' });
    expect(await ask(key, 'personne.mssante.fr')).toMatchObject({ code: 'notFound' });
  });
});
