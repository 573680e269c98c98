import { randomUUID } from 'node:crypto';
import { composedMessage, quarantineSeal } from '@cachet/mailstore';
import type { Bal, Person } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  PgCguVersions,
  PgCompliance,
  PgDeliveries,
  PgListeBlancheVersions,
  PgMalware,
  PgOperations,
  PgWebhooks,
  type TenantSql,
} from '@cachet/schema';
import { address, TestTenant } from '@cachet/testkit';
import { copyBals } from '../directory/copied-bals.fixture.js';
import { fillAnnuaireLists } from './annuaire-lists.fixture.js';
import { ApiWorld, LETTER } from './api-world.fixture.js';

/** How many things each list holds, at least. */
export const EACH = 5;
const NUMBERS = Array.from({ length: EACH }, (_, number) => number);
const MINUTE = 60_000;

/** A structure where every list of the schema holds something, and one person who may see them all. */
export class ListsWorld {
  private constructor(
    readonly world: ApiWorld,
    readonly tenant: TestTenant,
    readonly token: string,
    /** How each type that has lists is reached, by its name: around what is asked of it. */
    readonly ways: Readonly<Record<string, (asked: string) => string>>,
    /** What a list cannot be asked without, by `Type.field`. */
    readonly needed: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<ListsWorld> {
    const world = await ApiWorld.start();
    const tenant = await TestTenant.create(world.database, { kind: 'structure' });
    const boss = await tenant.person();
    await tenant.role(boss, 'manager');
    const operator = await TestTenant.create(world.database, { kind: 'operator' });
    await operator.role(boss, 'operatorAdmin');
    const token = await world.signIn(boss);
    const bal = await tenant.bal({ kind: 'organisational', responsible: boss });
    const folderId = await letters(world, tenant, bal);
    const threadId = await conversation(world, bal, token);
    await terms(world, tenant);
    const person = await people(tenant, bal, boss);
    const { operationId, webhookId } = await administration(world, tenant, bal);
    await changesOfTheList(world);
    const { publicationId, jobName } = await fillAnnuaireLists(world, tenant, bal, EACH);
    world.trusted = ['ailleurs.mssante.fr'];
    await copyBals(
      world,
      NUMBERS.map((number) => `nadia${number}@ailleurs.mssante.fr`),
    );
    const inStructure = (asked: string) =>
      `{ structure(id: "${tenant.id}") { ... on Structure { ${asked} } } }`;
    const ofStructure = `structureId: "${tenant.id}"`;
    const inBal = (asked: string) => `{ bal(id: "${bal.id}") { ... on Bal { ${asked} } } }`;
    return new ListsWorld(
      world,
      tenant,
      token,
      {
        Query: (asked) => `{ ${asked} }`,
        Structure: inStructure,
        Bal: inBal,
        Folder: (asked) => inBal(`folder(id: "${folderId}") { ${asked} }`),
        Person: (asked) => inStructure(`person(id: "${person.id}") { ${asked} }`),
        Thread: (asked) => inBal(`thread(id: "${threadId}") { ${asked} }`),
        PublicationPreview: (asked) =>
          `{ publicationPreview(structureId: "${tenant.id}", domain: "${tenant.domain}") {
            ... on PublicationPreview { ${asked} } } }`,
        Operation: (asked) => `{ operation(id: "${operationId}") { ... on Operation { ${asked} } } }`,
      },
      {
        'Bal.candidates': 'search: "FICTIVE"',
        'Query.directorySearch': 'name: "Rougemont"',
        'Query.jobRuns': `name: "${jobName}"`,
        'Query.publicationAnomalies': ofStructure,
        'Query.publicationCorrections': ofStructure,
        'Query.publicationDifferences': `${ofStructure}, publicationId: "${publicationId}"`,
        'Query.publications': ofStructure,
        'Query.statisticsDeposits': ofStructure,
        'Structure.webhookDeliveries': `webhookId: "${webhookId}"`,
      },
    );
  }

  stop(): Promise<void> {
    return this.world.stop();
  }
}

/** In two folders, so that a search goes from one to the other; one that lies twice, and a conversation. Answers the fuller folder. */
async function letters(world: ApiWorld, tenant: TestTenant, bal: Bal): Promise<string> {
  const twice = await world.deliver(tenant, bal, LETTER);
  await world.deliver(tenant, bal, LETTER);
  for (const number of NUMBERS) {
    await world.deliver(tenant, bal, `Message-ID: <m${number}@x>\n${LETTER}`);
    await world.deliver(tenant, bal, `Message-ID: <r${number}@x>\nReferences: <m0@x>\n${LETTER}`, 'sent');
  }
  return twice.split('.')[0] ?? '';
}

/** The longest conversation of that BAL. */
async function conversation(world: ApiWorld, bal: Bal, token: string): Promise<string> {
  const threads = 'threads(first: 100) { edges { node { id messageCount } } }';
  const { data } = await world.ask(`{ bal(id: "${bal.id}") { ... on Bal { ${threads} } } }`, token);
  const edges: { node: { id: string; messageCount: number } }[] = data.bal.threads.edges;
  return edges.find(({ node }) => node.messageCount >= EACH)?.node.id ?? '';
}

/** Of the operator, and not in force yet: nobody has to accept them. */
async function terms(world: ApiWorld, tenant: TestTenant): Promise<void> {
  for (const number of NUMBERS) {
    const [id, inForceAt] = [newId(), new Date(world.now.getTime() + (1_000 + number) * 86_400_000)];
    const content = { kind: 'text', french: 'x', english: 'x' } as const;
    await world.database.shared((sql) =>
      new PgCguVersions(sql).add({
        ...{ id, name: `v${number}`, content, fingerprint: `x${number}` },
        ...{ inForceAt, publishedAt: world.now },
      }),
    );
    const { id: personId } = await tenant.person();
    await world.database.withTenant(tenant.context(), (sql) =>
      sql.query(
        `insert into cgu_acceptance (tenant_id, person_id, version_id, accepted_at, means, proof, correlation_id)
         values ($1, $2, $3, $4, 'portal', 'psc', $5)`,
        [tenant.id, personId, id, world.now, newId()],
      ),
    );
  }
}

/** Several with accesses to one BAL; answers one who has several. */
async function people(tenant: TestTenant, bal: Bal, boss: Person): Promise<Person> {
  const busy = await tenant.person();
  for (const _ of NUMBERS) {
    await tenant.access(bal.id, await tenant.person(), { role: 'delegate' });
    const organisational = await tenant.bal({ kind: 'organisational', responsible: boss });
    await tenant.access(organisational.id, busy, { role: 'delegate' });
    await tenant.bal({ kind: 'applicative' });
    await tenant.apiKey(['bal:read']);
  }
  return busy;
}

async function administration(world: ApiWorld, tenant: TestTenant, bal: Bal) {
  const operations = NUMBERS.map(() => newId());
  const webhooks = NUMBERS.map(() => newId());
  for (const number of NUMBERS) {
    // Two by two at the same moment: their ids decide.
    const at = new Date(world.now.getTime() + Math.floor(number / 2) * MINUTE);
    await world.database.withTenant(tenant.context({ at }), async (sql) => {
      await new PgDeliveries(sql).add([deliveryOf(bal)]);
      await new PgCompliance(sql).raise([
        { kind: 'listeBlanche.refused', severity: 'critical', facts: { reason: `${number}` } },
      ]);
      await addOperation(sql, operations[number] ?? '');
      await addWebhook(sql, webhooks[number] ?? '', webhooks[0] ?? '');
      await quarantine(world, sql);
    });
  }
  return { operationId: operations[0] ?? '', webhookId: webhooks[0] ?? '' };
}

function deliveryOf(bal: Bal) {
  const facts = { size: 10, direction: 'inbound', state: 'delivered' } as const;
  const sender = address('a@peer-operateur.mssante.fr');
  return { ...facts, id: newId(), balId: bal.id, messageId: newId(), sender, recipient: bal.address };
}

async function addOperation(sql: TenantSql, id: string): Promise<void> {
  const request = { kind: 'balOpening', isRehearsal: false, onlyIfAllValid: false, undoes: null } as const;
  const rows = NUMBERS.map((number) => ({ number, key: `a${number}@b.fr`, cells: {}, refusal: null }));
  await new PgOperations(sql).add(id, { ...request, fileName: 'bal.csv' }, 'doing', rows);
}

/** And one more on its way to the first. */
async function addWebhook(sql: TenantSql, id: string, first: string): Promise<void> {
  const webhooks = new PgWebhooks(sql);
  const choice = { url: 'https://hook.partenaire.fr/', description: '', kinds: ['bal'] } as const;
  await webhooks.add(id, choice, Buffer.alloc(0));
  await webhooks.send(first, newId(), 'webhook.test');
}

async function quarantine(world: ApiWorld, sql: TenantSql): Promise<void> {
  const facts = { signature: 'Eicar', nature: 'malware', treatment: 'refuse', sha256: 'x' } as const;
  const letter = {
    ...facts,
    id: newId(),
    direction: 'inbound',
    sender: null,
    recipients: [],
    size: 0,
  } as const;
  await new PgMalware(sql, async (id) => quarantineSeal(await world.safe.keys.of(sql), id)).quarantine(
    { ...letter, expiresAt: new Date() },
    composedMessage(Buffer.alloc(0)),
  );
}

async function changesOfTheList(world: ApiWorld): Promise<void> {
  const at = world.now;
  const facts = { sha256: '00', signerDn: 'CN=fictif', signerExpiresAt: at, domainCount: 2, rowCount: 3 };
  const changes = NUMBERS.map(
    (number) => ({ kind: 'domainAdded', domain: `d${number}.fr`, former: [], present: ['CN=x'] }) as const,
  );
  await world.database.shared((sql) =>
    new PgListeBlancheVersions(sql).keep(
      { id: randomUUID(), generatedAt: at, fetchedAt: at, ...facts },
      Buffer.from('<x/>'),
      changes,
    ),
  );
}
