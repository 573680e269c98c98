import type { Person } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiWorld, LETTER } from '../testing/api-world.fixture.js';

const ACCEPTANCES = `query ($id: ID!, $version: ID) { structure(id: $id) { ... on Structure {
  cguAcceptances(first: 10, versionId: $version) { edges { node {
    acceptedAt door proof correlationId person { idNat } version { name fingerprint } } } } } ... on Refus { code } } }`;

let world: ApiWorld;
let operator: TestTenant;
let hospital: TestTenant;
let neighbour: TestTenant;
let anne: Person;
let manager: Person;
let runs: Person;
let balId: string;
let message: string;
let admin: string;
let annes: string;

// A version binds a whole installation and never goes: each story has its own.
beforeEach(async () => {
  world = await ApiWorld.start();
  operator = await TestTenant.create(world.database, { kind: 'operator' });
  [hospital, neighbour] = [await TestTenant.create(world.database), await TestTenant.create(world.database)];
  runs = await operator.person();
  await operator.role(runs, 'operatorAdmin');
  admin = await world.signIn(runs);
  [anne, manager] = [await hospital.person(), await hospital.person()];
  await hospital.role(manager, 'manager');
  const bal = await hospital.bal({ responsible: anne });
  balId = bal.id;
  message = await world.deliver(hospital, bal, LETTER);
  annes = await world.signIn(anne);
});

const text = (name: string, inForceAt: string | null = null) => ({
  ...{ name, inForceAt },
  textFr: 'Vous êtes responsable de vos échanges.',
  textEn: 'You are responsible for what you exchange.',
});

async function publish(version: object, token = admin) {
  const { data } = await world.ask(
    `mutation ($version: CguPublishInput!) { cguPublish(version: $version) {
       ... on CguVersion { id name textFr textEn documentUrl documentSha256 fingerprint inForceAt } ... on Refus { code message } } }`,
    token,
    { version },
  );
  return data.cguPublish;
}

async function accept(versionId: string, token = annes) {
  const { data } = await world.ask(
    'mutation ($id: ID!) { cguAccept(versionId: $id) { ... on CguVersion { id } ... on Refus { code message } } }',
    token,
    { id: versionId },
  );
  return data.cguAccept;
}

async function asked(token = annes) {
  const { data } = await world.ask('{ me { cguToAccept { inForce version { name textFr } } } }', token);
  return data.me.cguToAccept.map(({ inForce, version }: { inForce: boolean; version: { name: string } }) => [
    version.name,
    inForce,
  ]);
}

async function read(token = annes) {
  const { data } = await world.ask(
    `query ($bal: ID!, $id: ID!) { message(balId: $bal, id: $id) { ... on Message { subject } ... on Refus { code message messageEn } } }`,
    token,
    { bal: balId, id: message },
  );
  return data.message;
}

async function send(token = annes) {
  const { data } = await world.ask(
    `mutation ($bal: ID!, $letter: LetterInput!) { messageSend(balId: $bal, clientMutationId: "essai-1", letter: $letter) {
       __typename ... on Refus { code } } }`,
    token,
    {
      bal: balId,
      letter: { to: [{ address: 'dr.martin@peer-operateur.mssante.fr' }], subject: 'x', text: 'x' },
    },
  );
  return data.messageSend;
}

afterEach(() => world.stop());

describe('EX_DCU_5030: the terms of use by the API', () => {
  it('ask nothing of anybody before the operator publishes any', async () => {
    expect(await asked()).toEqual([]);
    expect(await read()).toMatchObject({ subject: expect.any(String) });
    expect((await world.ask('{ cguInForce { name } }', annes)).data.cguInForce).toBeNull();
  });

  it('keep every BAL shut from their date on, with a refusal that says what to do, until their holder accepts', async () => {
    const version = await publish(text('1.0'));
    expect(version).toMatchObject({ name: '1.0', inForceAt: world.now.toISOString() });
    expect(await asked()).toEqual([['1.0', true]]);
    expect(await read()).toMatchObject({
      code: 'cguNotAccepted',
      message: expect.stringContaining('acceptez d’abord les conditions générales'),
      messageEn: expect.stringContaining('terms of use'),
    });
    expect(await send()).toMatchObject({ code: 'cguNotAccepted' });
    const unread = await world.ask('{ me { bals { bal { address folders { total } } } } }', annes);
    expect(unread.data.me.bals).toMatchObject([{ bal: { folders: [] } }]);
    const [attachments, archive] = await Promise.all(
      [`/attachments/${balId}/${message}/2`, `/exports/${balId}/eml`].map((path) =>
        fetch(`${world.url}${path}`, { headers: { authorization: `Bearer ${annes}` } }),
      ),
    );
    expect([attachments?.ok, archive?.ok]).toEqual([false, false]);
    expect(await accept(version.id)).toEqual({ id: version.id });
    expect(await asked()).toEqual([]);
    expect(await read()).toMatchObject({ subject: expect.any(String) });
  });

  it('are announced, may be accepted beforehand, and ask anew with each version from its date on', async () => {
    await accept((await publish(text('1.0'))).id);
    const later = new Date(world.now.getTime() + 86_400_000);
    const second = await publish(text('2.0', later.toISOString()));
    expect(await asked()).toEqual([['2.0', false]]);
    expect((await read()).code).toBeUndefined();
    world.now = later;
    [annes, admin] = [await world.signIn(anne), await world.signIn(runs)];
    expect(await asked()).toEqual([['2.0', true]]);
    expect((await read()).code).toBe('cguNotAccepted');
    expect(await accept(second.id)).toEqual({ id: second.id });
    expect((await read()).code).toBeUndefined();
    const third = await publish(text('3.0', new Date(later.getTime() + 1000).toISOString()));
    expect(await accept(third.id)).toEqual({ id: third.id });
    expect(await asked()).toEqual([]);
  });

  it('are no longer accepted once replaced, and no version of nobody is', async () => {
    const first = await publish(text('1.0'));
    world.now = new Date(world.now.getTime() + 1000);
    await publish(text('2.0'));
    expect(await accept(first.id)).toMatchObject({ code: 'changedMeanwhile' });
    expect(await accept('01900000-0000-7000-8000-000000000009')).toMatchObject({ code: 'notFound' });
    expect(await accept('x')).toMatchObject({ code: 'notFound' });
    expect(await asked()).toEqual([['2.0', true]]);
  });

  it('ask nothing of a manager who opens no BAL, nor of a program, which accepts nothing either', async () => {
    const { id } = await publish(text('1.0'));
    expect(await asked(await world.signIn(manager))).toEqual([]);
    const { key } = await hospital.apiKey(['bal:read', 'person:read']);
    expect(await asked(key)).toEqual([]);
    expect(await accept(id, key)).toMatchObject({ code: 'forbidden' });
  });

  it('are a document as well as a text', async () => {
    const sha256 = 'b'.repeat(64);
    const document = { name: '1.0', documentUrl: 'https://operateur.test/cgu.pdf', documentSha256: sha256 };
    expect(await publish(document)).toMatchObject({
      ...{ textFr: null, textEn: null, documentUrl: document.documentUrl, fingerprint: sha256 },
    });
    const { data } = await world.ask('{ cguInForce { documentSha256 } }', annes);
    expect(data.cguInForce).toEqual({ documentSha256: sha256 });
  });
});

describe('EX_DCU_5010: publishing the terms of use', () => {
  it('is for those who run the installation: no manager, no holder, no key', async () => {
    const { key } = await operator.apiKey(['compliance:read']);
    for (const token of [await world.signIn(manager), annes, key])
      expect(await publish(text('1.0'), token)).toMatchObject({ code: 'forbidden' });
    expect(await asked()).toEqual([]);
  });

  it('refuses a version that is not whole, naming the field', async () => {
    const refusal = await publish({ ...text('1.0'), textEn: null });
    expect(refusal).toMatchObject({ code: 'inputInvalid', message: expect.stringContaining('textEn') });
    expect(await publish(text('1.0', '2020-01-01T00:00:00Z'))).toMatchObject({ code: 'inputInvalid' });
  });

  it('is traced at the operator, and every version stays in the list, the last published first', async () => {
    await publish(text('1.0'));
    world.now = new Date(world.now.getTime() + 1000);
    await publish(text('2.0'));
    const page = async (after: string | null) => {
      const query = `query ($after: String) { cguVersions(first: 1, after: $after) { edges { node { name } } pageInfo { endCursor hasNextPage } } }`;
      return (await world.ask(query, annes, { after })).data.cguVersions;
    };
    const first = await page(null);
    expect([first.edges[0].node.name, first.pageInfo.hasNextPage]).toEqual(['2.0', true]);
    expect((await page(first.pageInfo.endCursor)).edges[0].node.name).toBe('1.0');
    const traces = (await world.traces(operator)).filter(({ kind }) => kind === 'cgu.published');
    expect(traces).toMatchObject([{ facts: { version: '1.0' } }, { facts: { version: '2.0' } }]);
  });
});

describe('EX_DCU_5030: who accepted the terms of use', () => {
  it('is shown to those who may see the people of the structure, with when, by which door and what; to no neighbour', async () => {
    const version = await publish(text('1.0'));
    await accept(version.id);
    const list = async (token: string, id = hospital.id, versionId: string | null = null) =>
      (await world.ask(ACCEPTANCES, token, { id, version: versionId })).data.structure;
    const managers = await world.signIn(manager);
    const { edges } = (await list(managers)).cguAcceptances;
    expect(edges).toMatchObject([
      {
        node: {
          acceptedAt: world.now.toISOString(),
          ...{ door: 'PORTAL', proof: 'PSC', person: { idNat: anne.idNat } },
          version: { name: '1.0', fingerprint: version.fingerprint },
        },
      },
    ]);
    const [trace] = (await world.traces(hospital)).filter(({ kind }) => kind === 'cgu.accepted');
    expect(trace).toMatchObject({ actor: { idNat: anne.idNat }, facts: { version: '1.0' } });
    const { key } = await hospital.apiKey(['person:read']);
    expect((await list(key)).cguAcceptances.edges).toHaveLength(1);
    expect((await list(managers, hospital.id, version.id)).cguAcceptances.edges).toHaveLength(1);
    expect((await list(managers, hospital.id, 'x')).cguAcceptances.edges).toEqual([]);
    const other = await neighbour.person();
    await neighbour.role(other, 'manager');
    expect(await list(await world.signIn(other))).toEqual({ code: 'notFound' });
    expect((await list(await world.signIn(other), neighbour.id)).cguAcceptances.edges).toEqual([]);
  });

  it('is kept in each structure of a person who works in two', async () => {
    await neighbour.bal({ responsible: await neighbour.person(anne) });
    const version = await publish(text('1.0'));
    await accept(version.id);
    for (const tenant of [hospital, neighbour])
      expect((await world.traces(tenant)).map(({ kind }) => kind)).toContain('cgu.accepted');
    expect(await asked()).toEqual([]);
  });
});
