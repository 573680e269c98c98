import { randomUUID } from 'node:crypto';
import { composedMessage, linkMessages, quarantineSeal } from '@cachet/mailstore';
import { type Bal, SCOPES } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgCompliance, PgDeliveries, PgMalware, PgOperations, PgWebhooks } from '@cachet/schema';
import { acceptTerms, address, publishTerms, TestTenant } from '@cachet/testkit';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApiSchema } from '../api-schema.js';
import { LIMITS } from '../gate/admit.js';
import { type Answer, ApiWorld, LETTER } from './api-world.fixture.js';
import { openSocket } from './socket.fixture.js';

/** How a session is opened, and whether it may be without Pro Santé Connect: yes or no for the whole installation. */
const OPENING = new Set([
  'openPortalSession',
  'openPortalSessionBySecours',
  'secoursOffered',
  'managerSignInOffered',
  'managerSignInOffers',
  'managerSignInStart',
  'managerSignInFinish',
]);

/**
 * Every field of the schema is asked with the neighbour's ids and with ids of nobody. The answers must not differ by a letter,
 * whoever asks. The questions are written from the schema, so that a field added tomorrow is asked too.
 */
let world: ApiWorld;
let schema: GraphQLSchema;
let neighbour: TestTenant;
/** Ids of the neighbour's things, of every kind. */
let theirs: readonly string[];
const callers = new Map<string, string>();

beforeAll(async () => {
  world = await ApiWorld.start();
  schema = await buildApiSchema();
  neighbour = await TestTenant.create(world.database, { kind: 'structure' });
  const owner = await neighbour.person();
  const bal = await neighbour.bal({ responsible: owner });
  const message = await world.deliver(neighbour, bal, LETTER);
  theirs = [neighbour.id, bal.id, owner.id, message, message.split('.')[0]!, await aDelivery(bal)];
  await anEvent();
  theirs = [...theirs, await aQuarantinedLetter(), (await neighbour.apiKey(['bal:read'])).id];
  theirs = [...theirs, await neighbour.access(bal.id, await neighbour.person(), { role: 'delegate' })];
  theirs = [...theirs, ...(await aWebhook())];
  theirs = [...theirs, await aConversation(bal)];
  theirs = [...theirs, ...(await aPublication(bal, owner))];
  theirs = [...theirs, await aStatisticsDeposit()];
  // Announced for later: what is not in force yet shuts nobody out, and the neighbour accepted it already.
  const terms = await publishTerms(world.database, { inForceAt: new Date('2027-11-20T12:00:00Z') });
  await acceptTerms(neighbour, owner, terms);
  theirs = [...theirs, await anOperation(bal)];
  const mine = await TestTenant.create(world.database);
  const holder = await mine.person();
  await mine.bal({ responsible: holder });
  callers.set('a professional', await world.signIn(holder));
  for (const role of ['manager', 'auditor'] as const) {
    const person = await mine.person();
    await mine.role(person, role);
    callers.set(`a ${role}`, await world.signIn(person));
  }
  const local = await mine.person();
  await mine.role(local, 'manager');
  callers.set('a manager whom the structure’s provider let in', await world.signIn(local));
  await world.database.shared((sql) =>
    sql.query('update portal_session set structure_of = $1 where id_nat = $2', [mine.id, local.idNat]),
  );
  const operator = await TestTenant.create(world.database, { kind: 'operator' });
  const admin = await operator.person();
  await operator.role(admin, 'operatorAdmin');
  callers.set('an operator administrator', await world.signIn(admin));
  callers.set('a partner with every scope', (await mine.apiKey(SCOPES)).key);
  callers.set('a partner with none that serves', (await mine.apiKey(['listeBlanche:refresh'])).key);
});
afterAll(() => world.stop());

async function aDelivery(bal: Bal): Promise<string> {
  const id = newId();
  await world.database.withTenant(neighbour.context(), (sql) =>
    new PgDeliveries(sql).add([
      {
        ...{ id, balId: bal.id, messageId: newId(), size: 10, direction: 'inbound', state: 'delivered' },
        sender: address('a@peer-operateur.mssante.fr'),
        recipient: bal.address,
      },
    ]),
  );
  return id;
}

async function aConversation(bal: Bal): Promise<string> {
  const { database, safe } = world;
  const context = neighbour.context();
  await linkMessages({ database, safe, context, balId: bal.id }, { atMost: 10 });
  const [row] = await database.withTenant(context, (sql) =>
    sql.query<{ id: string }>('select thread_id as id from mail_thread_item where bal_id = $1', [bal.id]),
  );
  if (!row) throw new Error('a letter that came is in no conversation');
  return row.id;
}

async function aQuarantinedLetter(): Promise<string> {
  const id = newId();
  const facts = { signature: 'Eicar', nature: 'malware', treatment: 'refuse', sha256: 'x' } as const;
  await world.database.withTenant(neighbour.context(), (sql) =>
    new PgMalware(sql, async (letterId) =>
      quarantineSeal(await world.safe.keys.of(sql), letterId),
    ).quarantine(
      { ...facts, id, direction: 'inbound', sender: null, recipients: [], size: 0, expiresAt: new Date() },
      composedMessage(Buffer.alloc(0)),
    ),
  );
  return id;
}

/** Its id, and that of what is on its way to it. */
async function aWebhook(): Promise<readonly string[]> {
  const id = newId();
  const choice = { url: 'https://hook.partenaire.fr/', description: '', kinds: ['bal'] } as const;
  return world.database.withTenant(neighbour.context(), async (sql) => {
    const webhooks = new PgWebhooks(sql);
    await webhooks.add(id, choice, Buffer.alloc(0));
    return [id, (await webhooks.send(id, newId(), 'webhook.test')).id];
  });
}

/** A feed, an anomaly and a correction of its report. */
async function aPublication(bal: Bal, owner: { readonly id: string }): Promise<readonly string[]> {
  const [feed, anomaly, correction] = [newId(), newId(), newId()];
  await world.database.withTenant(neighbour.context(), async (sql) => {
    const { domain, id: tenantId } = neighbour;
    await sql.query(
      `insert into annuaire_feed (id, domain, night, state, begun_at) values ($1, $2, now(), 'reported', now())`,
      [feed, domain],
    );
    await sql.query(
      `insert into publication_share (tenant_id, feed_id, domain, begun_at, declared, on_liste_rouge, blocked, warned, kept_back,
                                      left_out, created, changed, removed)
       values ($1, $2, $3, now(), 1, 0, 0, 0, 0, 0, 1, 0, 0)`,
      [tenantId, feed, domain],
    );
    await sql.query(
      `insert into publication_anomaly (tenant_id, id, domain, address, bal_id, code, severity, motive, feed_id, since, seen_at)
       values ($1, $2, $3, $4, $5, 'MSS008', 'blocking', 'motif', $6, now(), now())`,
      [tenantId, anomaly, domain, bal.address, bal.id, feed],
    );
    await sql.query(
      `insert into publication_correction (tenant_id, id, kind, bal_id, person_id, known_id_nat, state, proposed_at)
       values ($1, $2, 'identity', $3, $4, '899700218896', 'proposed', now())`,
      [tenantId, correction, bal.id, owner.id],
    );
  });
  return [feed, anomaly, correction];
}

/** One that its manager could have deposited again. */
async function aStatisticsDeposit(): Promise<string> {
  const id = newId();
  await world.database.shared((sql) =>
    sql.query(
      `insert into statistics_deposit (id, month, domain, state, next_at) values ($1, '2026-10', $2, 'refused', now())`,
      [id, neighbour.domain],
    ),
  );
  return id;
}

/** The export of a suspended BAL, which waits to be granted: what any other operation answers, it answers too. */
async function anOperation({ id: balId }: Bal): Promise<string> {
  const id = newId();
  const request = { kind: 'balExport', isRehearsal: false, onlyIfAllValid: false, undoes: null } as const;
  const rows = [{ number: 1, key: newId(), cells: {}, refusal: null, balId }];
  await world.database.withTenant(neighbour.context(), async (sql) => {
    const operations = new PgOperations(sql);
    await operations.add(id, { ...request, fileName: null }, 'doing', rows);
    await operations.enter(id, 'waiting', 'doing');
  });
  return id;
}

async function anEvent(): Promise<void> {
  await world.database.withTenant(neighbour.context(), (sql) =>
    new PgCompliance(sql).raise([
      { kind: 'listeBlanche.refused', severity: 'critical', facts: { reason: 'x' } },
    ]),
  );
}

function fieldsOf(root: 'Query' | 'Mutation' | 'Subscription'): GraphQLField<unknown, unknown>[] {
  return Object.values(schema.getRootType(root.toLowerCase() as never)?.getFields() ?? {});
}

const takesId = (field: GraphQLField<unknown, unknown>) =>
  field.args.some(({ type }) => getNamedType(type).name === 'ID');

/** What asks for the whole of a field, with that id in every place an id is asked; in parts, as the gate takes no long question. */
function questionsOf(root: string, field: GraphQLField<unknown, unknown>, id: string): readonly string[] {
  const type = getNamedType(field.type);
  const shown = isUnionType(type) ? type.getTypes() : isObjectType(type) ? [type] : [];
  // A mutation of the neighbour's is refused: its name and its words are all there is to compare.
  const members = root === 'Mutation' ? shown.filter(({ name }) => name === 'Refus') : shown;
  const parts = members.flatMap((member) =>
    Object.values(member.getFields()).map((below) => `... on ${member.name} { ${callOf(below, id, 1)} }`),
  );
  const asked = `${root.toLowerCase()} { ${field.name}${argumentsOf(field, id)}`;
  if (members.length === 0) return [questionOf(root, field, id)];
  return packed(parts).map((part) => `${asked} { __typename ${part} } }`);
}

function packed(parts: readonly string[]): readonly string[] {
  const packs: string[] = [];
  for (const part of parts) {
    const longer = `${packs.at(-1) ?? ''} ${part}`;
    if (packs.length > 0 && tokensOf(longer) < LIMITS.tokens / 2) packs[packs.length - 1] = longer;
    else packs.push(part);
  }
  return packs;
}

const tokensOf = (text: string) => text.match(/\w+|[^\s\w]/g)?.length ?? 0;

/** The question that asks for the least of a field. */
function questionOf(root: string, field: GraphQLField<unknown, unknown>, id: string): string {
  const names = isScalarType(getNamedType(field.type)) ? '' : ' { __typename }';
  return `${root.toLowerCase()} { ${field.name}${argumentsOf(field, id)}${names} }`;
}

function callOf(field: GraphQLField<unknown, unknown>, id: string, depth: number): string {
  return `${field.name}${argumentsOf(field, id)}${selectionOf(field, id, depth)}`;
}

function argumentsOf(field: GraphQLField<unknown, unknown>, id: string): string {
  const args = field.args
    .filter(({ type }) => String(type).endsWith('!'))
    .map(({ name, type }) => `${name}: ${argumentOf(type, id)}`);
  return args.length > 0 ? `(${args.join(', ')})` : '';
}

function selectionOf(field: GraphQLField<unknown, unknown>, id: string, depth: number): string {
  const type = getNamedType(field.type);
  if (isScalarType(type) || isEnumType(type)) return '';
  if (isUnionType(type)) {
    return ` { __typename ${type
      .getTypes()
      .map((member) => `... on ${member.name} ${allOf(member, id, depth)}`)
      .join(' ')} }`;
  }
  return isObjectType(type) ? ` ${allOf(type, id, depth)}` : '';
}

function allOf(type: GraphQLObjectType, id: string, depth: number): string {
  const fields = Object.values(type.getFields()).filter(
    (field) => depth < 5 || isScalarType(getNamedType(field.type)) || isEnumType(getNamedType(field.type)),
  );
  return `{ __typename ${fields.map((field) => callOf(field, id, depth + 1)).join(' ')} }`;
}

function argumentOf(asked: GraphQLInputType, id: string): string {
  if (isNonNullType(asked)) return argumentOf(asked.ofType, id);
  if (isListType(asked)) return `[${argumentOf(asked.ofType, id)}]`;
  if (isInputObjectType(asked)) {
    const fields = Object.values(asked.getFields());
    return `{ ${fields.map((field) => `${field.name}: ${argumentOf(field.type, id)}`).join(', ')} }`;
  }
  const type = asked.name;
  const values: Record<string, string> = {
    ID: JSON.stringify(id),
    InfectedTreatment: 'STRIP',
    EncryptedTreatment: 'ACCEPT',
    Int: '1',
    ByteCount: '1',
    Boolean: 'true',
    String: '"x"',
    DateTime: '"2026-12-01T00:00:00Z"',
  };
  const value = values[type] ?? (isEnumType(asked) ? asked.getValues()[0]?.name : undefined);
  if (!value) throw new Error(`the wall test does not know how to write a ${type}: teach it`);
  return value;
}

/** What can be compared of an answer: everything but the reference of the request. */
function comparable(
  { status, data, errors }: Pick<Answer, 'status' | 'data' | 'errors'>,
  id: string,
): string {
  return JSON.stringify({ status, data, errors }).replaceAll(id, 'ID');
}

/** Asks every field of the neighbour's things as that caller, beside the same of nobody. Answers how many it asked. */
async function askAll(root: 'Query' | 'Mutation', who: string, token: string): Promise<number> {
  let questions = 0;
  for (const field of fieldsOf(root).filter(takesId)) {
    // Of nobody, one question of each shape is asked: what is answered of no thing is answered of every other.
    const ofNobody = new Map<string, string>();
    for (const id of theirs) {
      const strange = nobodys(id);
      const absents = questionsOf(root, field, strange);
      for (const [part, question] of questionsOf(root, field, id).entries()) {
        const foreign = await world.ask(question, token);
        const shape = `${part} ${id.replace(UUID, 'ID')}`;
        const absent =
          ofNobody.get(shape) ?? comparable(await world.ask(absents[part] ?? '', token), strange);
        ofNobody.set(shape, absent);
        expect(foreign.status, `${field.name} was not asked`).toBe(200);
        expect(comparable(foreign, id), `${field.name} by ${who}`).toBe(absent);
        expect(JSON.stringify(foreign), `${field.name} by ${who}`).not.toContain(neighbour.domain);
      }
      questions += 1;
    }
  }
  return questions;
}

const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/;

/** Ids of nobody, in the shapes of the neighbour's. */
function nobodys(id: string): string {
  return id.replace(UUID, () => randomUUID());
}

describe('the wall between tenants', () => {
  it('has questions to ask of every kind', () => {
    const asked = (['Query', 'Mutation', 'Subscription'] as const).map(
      (root) => fieldsOf(root).filter(takesId).length,
    );
    expect(asked.every((count) => count > 0)).toBe(true);
  });

  it.each(['Query', 'Mutation'] as const)(
    '%s fields answer of the neighbour as of nobody, to every caller',
    async (root) => {
      // Callers ask at one time, each one question after the other: what one does is no other's.
      const asked = await Promise.all([...callers].map(([who, token]) => askAll(root, who, token)));
      const questions = asked.reduce((sum, each) => sum + each, 0);
      expect(questions).toBeGreaterThanOrEqual(fieldsOf(root).filter(takesId).length * 36);
    },
    600_000,
  );

  it('subscriptions refuse the neighbour’s structure and BAL as they refuse those that do not exist', async () => {
    for (const [who, token] of callers) {
      const socket = openSocket(world.url, { authorization: `Bearer ${token}` });
      const [structureId = '', balId = ''] = theirs;
      for (const field of fieldsOf('Subscription')) {
        for (const id of [structureId, balId]) {
          const foreign = await socket.refusalOf(questionOf('Subscription', field, id));
          const strange = randomUUID();
          const absent = await socket.refusalOf(questionOf('Subscription', field, strange));
          expect(JSON.stringify(foreign), `${field.name} by ${who}`).toBe(JSON.stringify(absent));
          expect(['notFound', 'scopeMissing']).toContain(foreign[0]?.extensions?.code);
        }
      }
      await socket.close();
    }
  });

  it('nothing but the opening of a session answers an unknown caller', async () => {
    for (const root of ['Query', 'Mutation'] as const) {
      for (const field of fieldsOf(root).filter(({ name }) => !OPENING.has(name))) {
        for (const token of [null, 'forged', `mps_${'A'.repeat(43)}`, `mss_test_${'A'.repeat(43)}`]) {
          const question = questionOf(root, field, neighbour.id);
          const { status, data, errors } = await world.ask(question, token);
          expect({ status, data, code: errors?.[0].extensions.code }, field.name).toEqual({
            status: 401,
            data: null,
            code: 'UNAUTHENTICATED',
          });
        }
      }
    }
  });

  it('the attachments of the neighbour are as absent as those of nobody', async () => {
    const [, balId, , messageId] = theirs;
    for (const [who, token] of callers) {
      const headers = { authorization: `Bearer ${token}` };
      const foreign = await fetch(`${world.url}/attachments/${balId}/${messageId}/2`, { headers });
      const absent = await fetch(`${world.url}/attachments/${randomUUID()}/${randomUUID()}.1/2`, { headers });
      expect([foreign.status, await foreign.text()], who).toEqual([absent.status, await absent.text()]);
    }
  });
});
