import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callService } from '../testing/call-service.js';
import { type RunningTrustSpace, runTrustSpace } from '../testing/running-trust-space.js';
import { ber, berNumber, numberOf, takeBer, textOf } from './ldap/ber.js';

const BASE = 'ou=bal, o=mssante, c=FR';
const DOMAIN = 'pair-essai.mssante.fr';

/** A filter for what an attribute holds somewhere. */
const contains = (name: string, value: string) => ber(0xa4, ber(0x04, name), ber(0x30, ber(0x81, value)));
const search = (id: number, filter: Buffer, over: { base?: string; size?: number } = {}) =>
  ber(
    0x30,
    berNumber(0x02, id),
    ber(
      0x63,
      ...[ber(0x04, over.base ?? BASE), ber(0x0a, [2] as never), ber(0x0a, [0] as never)],
      ...[berNumber(0x02, over.size ?? 0), berNumber(0x02, 0), ber(0x01, [0] as never)],
      ...[filter, ber(0x30, ber(0x04, 'adresseBal'), ber(0x04, 'nomExercice'))],
    ),
  );

describe('the Annuaire as it is read', () => {
  let space: RunningTrustSpace;
  let ldap: URL;
  beforeAll(async () => {
    space = await runTrustSpace();
    ldap = new URL(space.facts.sandbox.annuaire.ldap);
    const personal = (name: string, over: Record<string, string> = {}) => ({
      ...{ address: `${name}@${DOMAIN}`, type: 'PER' },
      attributes: {
        ...{
          TypeIdentifiantPP: '8',
          IdentifiantPP: '99900000025',
          NomExercice: 'MOREAU',
          PrenomExercice: 'Jeanne',
        },
        ...{ ListeRouge: 'N', ...over },
      },
    });
    await tell({
      publish: [
        personal('jeanne.moreau', { Rang: '1' }),
        personal('jeanne.cardio', { TypeIdentifiantPM: '1', IdentifiantPM: '019999901' }),
        personal('secrete', { ListeRouge: 'O' }),
        {
          ...{ address: `labo@${DOMAIN}`, type: 'ORG' },
          attributes: {
            ...{
              TypeIdentifiantPM: '1',
              IdentifiantPM: '019999919',
              Description: 'Résultats',
              ListeRouge: 'N',
            },
          },
        },
        ...Array.from({ length: 120 }, (_, n) =>
          personal(`dupont.${n}`, {
            NomExercice: 'DUPONT',
            IdentifiantPP: `9991${String(n).padStart(7, '0')}`,
          }),
        ),
      ],
    });
  });
  afterAll(() => space.close());
  const tell = (order: object) => space.ask(space.facts.sandbox.annuaire.control, order);

  /** Says these bytes and reads until so many searches are over, or the other side is gone. */
  async function converse(said: readonly Buffer[], ends: number) {
    const socket = connect(Number(ldap.port), ldap.hostname);
    socket.write(Buffer.concat(said));
    const heard: { tag: number; id: number; name: string; code: number }[] = [];
    let held = Buffer.alloc(0);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      held = Buffer.concat([held, chunk]);
      for (let taken = takeBer(held); taken; taken = takeBer(held)) {
        held = held.subarray(taken.end);
        const [id, operation] = taken.element.parts;
        const [first] = operation?.parts ?? [];
        heard.push({
          ...{ tag: operation?.tag ?? 0, id: numberOf(id), name: textOf(first) },
          code: numberOf(first),
        });
      }
      if (heard.filter(({ tag }) => tag !== 0x64).length >= ends) break;
    }
    socket.destroy();
    return heard;
  }
  const code = async (filter: Buffer, over = {}) =>
    (await converse([search(1, filter, over)], 1)).at(-1)?.code;

  it('finds by what a value holds, without signing in, and hides the liste rouge (§6.5.1)', async () => {
    const bind = ber(
      0x30,
      berNumber(0x02, 1),
      ber(0x60, ber(0x02, [3] as never), ber(0x04, ''), ber(0x80, '')),
    );
    const heard = await converse([bind, search(2, contains('nomexercice', 'orea'))], 2);
    expect(heard.filter(({ tag }) => tag === 0x64).map(({ name }) => name.split(',')[0])).toEqual([
      ...[`adresseBal=jeanne.moreau@${DOMAIN}`, `adresseBal=jeanne.cardio@${DOMAIN}`],
    ]);
    expect(heard.filter(({ tag }) => tag !== 0x64).map(({ id, code }) => [id, code])).toEqual([
      ...[
        [1, 0],
        [2, 0],
      ],
    ]);
  });

  it('gives a hundred entries and says that there are more (SizeLimitExceeded)', async () => {
    const heard = await converse([search(7, contains('nomExercice', 'dupont'))], 1);
    expect([heard.length, heard.at(-1)?.code, heard[0]?.id]).toEqual([101, 4, 7]);
    expect(await code(contains('nomExercice', 'dupont'), { size: 10 })).toBe(4);
    expect(await code(contains('adresseBal', 'dupont.11@'))).toBe(0);
  });

  it('refuses other bases, other kinds of filter, and accounts', async () => {
    expect(await code(contains('adresseBal', 'x'), { base: 'o=mssante,c=fr' })).toBe(32);
    expect(await code(ber(0xa8, ber(0x04, 'nomExercice'), ber(0x04, 'x')))).toBe(53);
    const bind = ber(
      0x30,
      berNumber(0x02, 1),
      ber(0x60, ber(0x02, [3] as never), ber(0x04, 'cn=x'), ber(0x80, 'y')),
    );
    expect((await converse([bind], 1))[0]?.code).toBe(48);
  });

  it('fails as it is told to', async () => {
    const filter = contains('nomExercice', 'moreau');
    for (const [failLdap, expected] of [
      ['busy', 51],
      ['unavailable', 52],
      ['unwilling', 53],
      ['timeLimit', 3],
    ]) {
      await tell({ failLdap });
      expect(await code(filter)).toBe(expected);
    }
    await tell({ failLdap: 'hangUp' });
    expect(await code(filter)).toBeUndefined();
    expect(await code(filter)).toBe(0);
  });

  async function read(path: string, over: { key?: string; body?: object; method?: string } = {}) {
    const headers = {
      ...(over.key !== '' && { 'esante-api-key': 'k' }),
      'content-type': 'application/fhir+json',
    };
    const url = `${space.facts.sandbox.annuaire.fhir}/${path}`;
    const body = over.body && JSON.stringify(over.body);
    const answer = await callService(url, space.facts.sandbox.pki.ca, { headers, body, method: over.method });
    return { status: answer.status, body: JSON.parse(answer.text) };
  }

  it('shows mailboxes on the resource that bears them (IG Annuaire 1.2.0)', async () => {
    const { body } = await read(`Practitioner?mailbox-mss:exact=jeanne.moreau@${DOMAIN}&_total=accurate`);
    expect(body).toMatchObject({
      total: 1,
      entry: [
        {
          resource: {
            identifier: [
              { value: '899900000025' },
              { system: 'https://rpps.esante.gouv.fr', value: '99900000025' },
            ],
            telecom: [{ system: 'email', rank: 1, extension: [{}, { extension: [{ url: 'type' }, {}] }] }],
          },
        },
      ],
    });
    const role = await read(
      'PractitionerRole?mailbox-mss:contains=cardio&_include=PractitionerRole:organization',
    );
    expect(role.body.entry.map((each: { search: object }) => each.search)).toEqual([
      ...[{ mode: 'match' }, { mode: 'include' }],
    ]);
    expect((await read(`Practitioner?mailbox-mss=secrete@${DOMAIN}`)).body.entry).toEqual([]);
    expect((await read('Organization?mailbox-mss=labo')).body.entry).toHaveLength(1);
  });

  it('gives pages of fifty, linked, and counts when it is asked to', async () => {
    const first = await read('Practitioner?family=dupont');
    expect([first.body.entry.length, first.body.total]).toEqual([50, undefined]);
    const next = first.body.link.find(({ relation }: { relation: string }) => relation === 'next').url;
    const path = next.slice(space.facts.sandbox.annuaire.fhir.length + 1);
    expect((await read(path)).body.entry).toHaveLength(50);
    expect((await read('Practitioner?family=dupont&_count=200&_total=accurate')).body).toMatchObject({
      total: 120,
    });
  });

  it('refuses by OperationOutcome', async () => {
    expect(await read('Practitioner', { key: '' })).toMatchObject({
      status: 401,
      body: { issue: [{ code: 'login' }] },
    });
    expect(await read('Practitioner?mailbox-mss-type=x')).toMatchObject({ status: 400 });
    expect(await read('Patient')).toMatchObject({ status: 404, body: { resourceType: 'OperationOutcome' } });
    for (const [failFhir, status] of [
      ['forbidden', 403],
      ['tooManyRequests', 429],
      ['unavailable', 503],
    ]) {
      await tell({ failFhir });
      expect(await read('Practitioner')).toMatchObject({ status });
    }
  });

  const operation = (type: string, path: string, value?: object) => ({
    name: 'operation',
    part: [
      { name: 'type', valueCode: type },
      { name: 'path', valueString: path },
      ...(value ? [{ name: 'value', ...value }] : []),
    ],
  });
  const METADATA =
    'https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-ext-mailbox-mss-metadata';
  const mailbox = (name: string, type: string, parts: object[] = []) => ({
    valueContactPoint: {
      ...{ system: 'email', value: `${name}@${DOMAIN}` },
      extension: [{ url: METADATA, extension: [{ url: 'type', valueCode: type }, ...parts] }],
    },
  });
  const patch = (resource: string, ...parameter: object[]) =>
    read(resource, { method: 'PATCH', body: { resourceType: 'Parameters', parameter } });

  it('is fed by PATCH of telecom, as the draft has it', async () => {
    const person = 'Practitioner?identifier=https://rpps.esante.gouv.fr|99900000017';
    const at = `Practitioner.telecom.where(value = 'claire@${DOMAIN}')`;
    const shown = async () => (await read(`Practitioner?mailbox-mss:exact=claire@${DOMAIN}`)).body.entry;
    expect(
      (await patch(person, operation('insert', 'Practitioner.telecom', mailbox('claire', 'PER')))).status,
    ).toBe(200);
    expect(await shown()).toMatchObject([{ resource: { name: [{ family: 'FONTAINE' }] } }]);
    const hide = operation('replace', `${at}.extension('${METADATA}').extension('listeRouge').value`, {
      valueBoolean: true,
    });
    expect((await patch(person, hide)).status).toBe(200);
    expect(await shown()).toEqual([]);
    expect(await patch(person, operation('replace', at, mailbox('claire', 'CAB')))).toMatchObject({
      status: 400,
    });
    expect((await patch(person, operation('delete', at))).status).toBe(200);
    expect(await patch(person, operation('delete', at))).toMatchObject({ status: 404 });
    const nobody = 'Practitioner?identifier=https://rpps.esante.gouv.fr|99900009999';
    expect(await patch(nobody, operation('delete', at))).toMatchObject({ status: 404 });
  });

  it('judges what it is fed by the controls of §9.7', async () => {
    const structure = 'Organization?identifier=https://finess.esante.gouv.fr|019999901';
    const insert = operation('insert', 'Organization.telecom', mailbox('cardio', 'ORG'));
    expect(await patch(structure, insert)).toMatchObject({
      ...{ status: 400, body: { issue: [{ details: { coding: [{ code: 'MSS028' }] } }] } },
    });
  });
});
