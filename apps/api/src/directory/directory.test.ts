import { newId } from '@cachet/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asked, EstateWorld } from '../bals/estate-world.fixture.js';
import { copyOwnBalsJob } from '../jobs/copy-annuaire.js';
import { UNWATCHED } from '../jobs/job.js';
import { copyBals } from './copied-bals.fixture.js';

let estate: EstateWorld;

beforeAll(async () => {
  estate = await EstateWorld.start();
});
afterAll(() => estate.stop());

const FOUND = `asOf isTooMany incomplete { origin trouble } pageInfo { hasNextPage endCursor }
  edges { node { address kind origin isLocal match description places { name structureNumber } } }`;

async function search(bearer: string, args: string) {
  const { data, errors } = await estate.world.ask(`{ found: directorySearch(${args}) { ${FOUND} } }`, bearer);
  return { ...data?.found, errors };
}

async function addresses(bearer: string, text: string): Promise<string[]> {
  const { edges } = await search(bearer, `text: "${text}", first: 20`);
  return edges.map(({ node }: { node: { address: string } }) => node.address);
}

function copyOwn() {
  return copyOwnBalsJob(estate.world.database).run(act(), UNWATCHED);
}

function act() {
  return {
    ...{ actor: { kind: 'system', name: 'test' } as const, means: 'job' as const, at: estate.world.now },
    ...{ correlationId: newId(), remoteAddress: null },
  };
}

/** A BAL of the hospital for anybody to find. */
async function aBal(name: string, more: object = {}) {
  const responsibleIdNat = estate.chief.idNat;
  const description = `Secrétariat de ${name}`;
  return estate.create(estate.manager, { responsibleIdNat, description, address: estate.at(name), ...more });
}

describe('a search of the directory', () => {
  it('EX_2.1.3_5020: answers without any copy, and says what is missing', async () => {
    const { edges, incomplete, asOf } = await search(estate.manager, 'text: "cardiologie", first: 5');
    expect([edges, asOf]).toEqual([[], null]);
    expect(incomplete).toEqual([
      { origin: 'LOCAL', trouble: 'ABSENT' },
      { origin: 'EXTRACTION', trouble: 'ABSENT' },
    ]);
  });

  it('finds the published BAL of this installation, whichever structure asks', async () => {
    await aBal('pneumologie');
    expect(await copyOwn()).toBe('ok');
    expect(await copyOwn()).toBe('unchanged');
    const { edges } = await search(estate.theirManager, 'text: "pneumo", first: 5');
    expect(edges).toMatchObject([
      {
        node: {
          address: estate.at('pneumologie'),
          kind: 'ORG',
          origin: 'LOCAL',
          isLocal: true,
          match: 'PREFIX',
        },
      },
    ]);
  });

  it('EX_PBA_5230, EX_PBA_5140: shows neither a BAL of test nor one that is pending, even to its own structure', async () => {
    await aBal('urologie.test', { isTest: true });
    await aBal('urologie', { isPending: true });
    await copyOwn();
    expect(await addresses(estate.manager, 'urologie')).toEqual([]);
  });

  it('EX_PBA_5140: leaves out what is suspended at once, before any copy follows', async () => {
    const open = await aBal('neurologie');
    await copyOwn();
    expect(await addresses(estate.manager, 'neurologie')).toEqual([estate.at('neurologie')]);
    await estate.act(estate.manager, 'balSuspend', asked(open), ', motive: SECURITY');
    expect(await addresses(estate.manager, 'neurologie')).toEqual([]);
  });

  it('EX_PBA_5050: shows nobody who chose the liste rouge, at once, whatever a copy of the Annuaire still says', async () => {
    estate.world.trusted = ['ailleurs.mssante.fr'];
    const nadia = await estate.hospital.person({ givenName: 'Nadia', familyName: 'ROUGEMONT' });
    const bal = await estate.hospital.bal({ responsible: nadia });
    await copyOwn();
    await copyBals(estate.world, [
      ...[bal.address, 'autre.rougemont@ailleurs.mssante.fr', 'rougemont@hors-liste.fr'],
    ]);
    const [both] = [await addresses(estate.theirManager, 'rougemont')];
    expect(both).toEqual([bal.address, 'autre.rougemont@ailleurs.mssante.fr']);
    const hers = await estate.world.signIn(nadia);
    await estate.world.ask(
      'mutation ($id: ID!, $bal: ID!) { listeRougeChoose(structureId: $id, balId: $bal, wanted: true) { __typename } }',
      hers,
      { id: estate.hospital.id, bal: bal.id },
    );
    for (const bearer of [hers, estate.manager, estate.theirManager])
      expect(await addresses(bearer, 'rougemont')).toEqual(['autre.rougemont@ailleurs.mssante.fr']);
  });

  it('pages through the best hundred, and refuses a question of nothing', async () => {
    const first = await search(estate.manager, 'text: "mssante rougemont", first: 1');
    expect(first.edges).toHaveLength(1);
    const { errors } = await search(estate.manager, 'text: "*", first: 1');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'directoryQueryTooShort' } });
    expect((await search(estate.manager, 'text: "rougemont"')).errors?.[0]).toMatchObject({
      extensions: { code: 'oneDirectionNeeded' },
    });
  });

  it('is for people who have something here, and keys with the scope', async () => {
    const { key: with_ } = await estate.hospital.apiKey(['directory:read']);
    expect(await addresses(with_, 'pneumologie')).toHaveLength(1);
    const { errors } = await search(estate.key, 'text: "pneumologie", first: 1');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'scopeMissing' } });
  });
});
