import type { Person } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld, LETTER } from '../testing/api-world.fixture.js';
import { statementsDuring } from '../testing/statements.fixture.js';

let world: ApiWorld;
let few: Person;
let many: Person;
let structureId: string;

beforeAll(async () => {
  world = await ApiWorld.start();
  const tenant = await TestTenant.create(world.database);
  structureId = tenant.id;
  few = await tenant.person();
  many = await tenant.person();
  await tenant.role(few, 'manager');
  await tenant.role(many, 'manager');
  await world.deliver(tenant, await tenant.bal({ responsible: few }), LETTER);
  for (let i = 0; i < 6; i += 1) {
    const bal = await tenant.bal({ responsible: many });
    for (let n = 0; n < (i === 0 ? 20 : 1); n += 1)
      await world.deliver(tenant, bal, LETTER.replace('Bonjour', `Bonjour ${n}`));
  }
});
afterAll(() => world.stop());

/** How many statements that operation sends, those that open, place and close transactions left out. */
async function statementsOf(
  query: string,
  person: Person,
  variables: Record<string, unknown> = {},
): Promise<number> {
  const token = await world.signIn(person);
  const ask = async () => expect((await world.ask(query, token, variables)).errors).toBeUndefined();
  await ask();
  return (await statementsDuring(ask)).length;
}

async function firstBal(person: Person): Promise<string> {
  const { data } = await world.ask(
    '{ me { bals { bal { id folders { specialUse total } } } } }',
    await world.signIn(person),
  );
  const bals: { bal: { id: string; folders: { total: number }[] } }[] = data.me.bals;
  return bals.toSorted((a, b) => sum(b.bal.folders) - sum(a.bal.folders))[0]!.bal.id;
}

const sum = (folders: readonly { total: number }[]) => folders.reduce((all, { total }) => all + total, 0);

describe('the statements an operation sends to the database', () => {
  it('do not grow with the BAL a person holds', async () => {
    const query =
      '{ me { name structures { structure { name } roles } bals { bal { address folders { name total unread } } role } } }';
    const one = await statementsOf(query, few);
    expect(await statementsOf(query, many)).toBe(one);
    expect(one).toBeLessThanOrEqual(6);
  });

  it('do not grow with the BAL whose accesses are shown', async () => {
    const query =
      '{ me { bals { bal { address accesses(first: 10) { edges { node { role person { familyName } } } } } } } }';
    const one = await statementsOf(query, few);
    expect(await statementsOf(query, many)).toBe(one);
    expect(one).toBeLessThanOrEqual(6);
  });

  it('do not grow with the BAL for whose accesses people are chosen', async () => {
    const chosen = 'candidates(search: "a", first: 5) { edges { node { familyName } } }';
    const held = `{ me { bals { bal { address ${chosen} } } } }`;
    const one = await statementsOf(held, few);
    expect(await statementsOf(held, many)).toBe(one);
    const listed = `query ($id: ID!, $first: Int!) { structure(id: $id) { ... on Structure {
      bals(first: $first) { edges { node { bal { address ${chosen} } } } } } } }`;
    const ofTwo = await statementsOf(listed, few, { id: structureId, first: 2 });
    expect(await statementsOf(listed, few, { id: structureId, first: 7 })).toBe(ofTwo);
  });

  it('do not grow with the letters of a page', async () => {
    const query = `query ($id: ID!) { bal(id: $id) { ... on Bal { address folders { specialUse messages(first: 50) {
      edges { node { subject from { name address } hasAttachments attachments { name } deliveries { recipient steps { kind } } } } } } } } }`;
    const one = await statementsOf(query, few, { id: await firstBal(few) });
    expect(await statementsOf(query, many, { id: await firstBal(many) })).toBe(one);
    // Session, tenants, BAL held, folders; then items and structures of each of the six special folders; what became of all.
    expect(one).toBeLessThanOrEqual(19);
  });

  it('do not grow with the conversations of a page', async () => {
    const query = `query ($id: ID!) { bal(id: $id) { ... on Bal { threads(first: 50) { edges { node {
      subject messageCount unreadCount lastAt participants { address }
      messages(first: 3) { edges { node { subject } } } } } } } } }`;
    const one = await statementsOf(query, few, { id: await firstBal(few) });
    expect(await statementsOf(query, many, { id: await firstBal(many) })).toBe(one);
    // Session, tenants, BAL held, folders; what is to be put together on either side; the page, its counts, and the messages of all.
    expect(one).toBeLessThanOrEqual(18);
  });

  it('are few for who one is', async () => {
    expect(await statementsOf('{ me { name } }', few)).toBe(1);
  });
});
