import type { Bal, Person } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { expect } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';

export const GIBIBYTE = 2 ** 30;
export const NOT_FOUND = { __typename: 'Refus', code: 'notFound' };
export const FORBIDDEN = { __typename: 'Refus', code: 'forbidden' };

/** What a test asks of a BAL. */
const SHOWN = `__typename ... on AdministeredBal { version finess isShared emptiedAt decision { motive note by at }
  bal { id address kind state isTest description quotaBytes } } ... on Refus { code message messageEn }`;

/** A hospital with its manager, its auditor and a key, and the manager of a neighbour: bearers of what they ask the API with. */
export class EstateWorld {
  private constructor(
    readonly world: ApiWorld,
    readonly hospital: TestTenant,
    readonly neighbour: TestTenant,
    readonly chief: Person,
    readonly manager: string,
    readonly auditor: string,
    readonly theirManager: string,
    readonly key: string,
  ) {}

  static async start(): Promise<EstateWorld> {
    const world = await ApiWorld.start();
    const hospital = await TestTenant.create(world.database, { kind: 'structure' });
    const neighbour = await TestTenant.create(world.database, { kind: 'practice' });
    const chief = await hospital.person({ givenName: 'Claire', familyName: 'FONTAINE' });
    await hospital.role(chief, 'manager');
    const reader = await hospital.person();
    await hospital.role(reader, 'auditor');
    const stranger = await neighbour.person();
    await neighbour.role(stranger, 'manager');
    const [manager, auditor, theirs] = [
      await world.signIn(chief),
      await world.signIn(reader),
      await world.signIn(stranger),
    ];
    const { key } = await hospital.apiKey(['bal:read', 'bal:write']);
    return new EstateWorld(world, hospital, neighbour, chief, manager, auditor, theirs, key);
  }

  stop(): Promise<void> {
    return this.world.stop();
  }

  /** An address of the hospital, or of another. */
  at(name: string, of = this.hospital): string {
    return `${name}@${of.domain}`;
  }

  async create(bearer: string, bal: object, structureId: string = this.hospital.id) {
    const { data, errors } = await this.world.ask(
      `mutation ($structureId: ID!, $bal: BalCreateInput!) { done: balCreate(structureId: $structureId, bal: $bal) { ${SHOWN} } }`,
      bearer,
      { structureId, bal: { kind: 'ORGANISATIONAL', quotaBytes: GIBIBYTE, ...bal } },
    );
    expect(errors).toBeUndefined();
    return data.done;
  }

  /** What an act on a BAL answered; `more` are the arguments it has besides. */
  async act(
    bearer: string,
    name: string,
    bal: { id: string; version: number },
    more = '',
    structureId: string = this.hospital.id,
  ) {
    const { data, errors } = await this.world.ask(
      `mutation ($structureId: ID!, $balId: ID!, $version: Int!) {
         done: ${name}(structureId: $structureId, balId: $balId, version: $version ${more}) { ${SHOWN} } }`,
      bearer,
      { structureId, balId: bal.id, version: bal.version },
    );
    expect(errors).toBeUndefined();
    return data.done;
  }

  async list(bearer: string, args: string, structureId: string = this.hospital.id) {
    const { data, errors } = await this.world.ask(
      `query ($id: ID!) { structure(id: $id) { ... on Structure { mayManageBals bals(${args}) {
         edges { cursor node { fullness decision { motive note by } bal { address state } } } pageInfo { hasNextPage endCursor } } } ... on Refus { code } } }`,
      bearer,
      { id: structureId },
    );
    return { structure: data?.structure, errors };
  }
}

/** The names of the BAL of a list, in its order. */
export function addressesOf({ structure }: Awaited<ReturnType<EstateWorld['list']>>): string[] {
  return structure.bals.edges.map(({ node }: { node: { bal: Bal } }) => node.bal.address.split('@')[0]);
}

/** The BAL that was answered, at the version that was. */
export const asked = ({ version, bal }: { version: number; bal: Bal }) => ({ id: bal.id, version });
