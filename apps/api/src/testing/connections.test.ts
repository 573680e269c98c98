import 'reflect-metadata';
import { type GraphQLField, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApiSchema } from '../api-schema.js';
import { EACH, ListsWorld } from './lists-world.fixture.js';

/** One page, as any list shows it. */
interface Shown {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id?: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Every connection of the schema, by `Type.field`: one that is added tomorrow is walked too, or the world is taught its way. */
const schema = await buildApiSchema();
const lists = Object.values(schema.getTypeMap())
  .filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'))
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
      .map((field) => [`${type.name}.${field.name}`, type.name, field] as const),
  );

let there: ListsWorld;
beforeAll(async () => {
  there = await ListsWorld.start();
});
afterAll(() => there.stop());

type Field = GraphQLField<unknown, unknown>;

async function ask(owner: string, field: Field, page: string) {
  const way = there.ways[owner];
  if (!way) throw new Error(`the world of lists does not know how to reach a ${owner}: teach it`);
  const { id } = nodeOf(field).getFields();
  const args = [there.needed[`${owner}.${field.name}`], page].filter(Boolean).join(', ');
  const info = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  const asked = `list: ${field.name}${args ? `(${args})` : ''} { edges { cursor node { __typename ${id ? 'id' : ''} } } ${info} }`;
  return there.world.ask(way(asked), there.token);
}

function nodeOf(field: Field): GraphQLObjectType {
  const connection = getNamedType(field.type) as GraphQLObjectType;
  const edge = getNamedType(connection.getFields().edges!.type) as GraphQLObjectType;
  return getNamedType(edge.getFields().node!.type) as GraphQLObjectType;
}

async function pageOf(owner: string, field: Field, page: string): Promise<Shown> {
  const { data, errors } = await ask(owner, field, page);
  const found = errors ? null : listIn(data);
  if (!found) throw new Error(`${owner}.${field.name}(${page}): ${JSON.stringify(errors ?? data)}`);
  return found;
}

function listIn(data: unknown): Shown | null {
  if (typeof data !== 'object' || data === null) return null;
  if ('list' in data) return data.list as Shown;
  return Object.values(data).map(listIn).find(Boolean) ?? null;
}

/** The pages of a list from one of its ends to the other. */
async function walk(owner: string, field: Field, isBackward: boolean): Promise<readonly Shown[]> {
  const pages: Shown[] = [];
  for (let place = ''; pages.length < 50; ) {
    const page = await pageOf(owner, field, `${isBackward ? 'last' : 'first'}: 2${place}`);
    pages.push(page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(isBackward ? hasPreviousPage : hasNextPage)) break;
    place = isBackward ? `, before: "${startCursor}"` : `, after: "${endCursor}"`;
  }
  return isBackward ? pages.reverse() : pages;
}

const edgesOf = (pages: readonly Shown[]) => pages.flatMap(({ edges }) => edges);

describe('every list of the schema', () => {
  it.each(lists)(
    '%s holds the same in the same order, whichever way it is walked',
    async (_name, owner, field) => {
      const whole = await pageOf(owner, field, 'first: 100');
      expect(whole.edges.length).toBeGreaterThanOrEqual(EACH);
      expect(new Set(whole.edges.map(({ cursor }) => cursor)).size).toBe(whole.edges.length);
      expect(await pageOf(owner, field, 'last: 100')).toEqual(whole);
      expect(whole.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
      for (const isBackward of [false, true]) {
        const pages = await walk(owner, field, isBackward);
        expect(edgesOf(pages)).toEqual(whole.edges);
        for (const [index, { pageInfo, edges }] of pages.entries()) {
          expect(pageInfo).toEqual({
            hasPreviousPage: index > 0,
            hasNextPage: index < pages.length - 1,
            startCursor: edges[0]?.cursor,
            endCursor: edges.at(-1)?.cursor,
          });
        }
      }
      const [firstCursor, lastCursor] = [whole.pageInfo.startCursor, whole.pageInfo.endCursor];
      const beyond = await pageOf(owner, field, `first: 2, after: "${lastCursor}"`);
      expect(beyond).toMatchObject({ edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
      const before = await pageOf(owner, field, `last: 2, before: "${firstCursor}"`);
      expect(before).toMatchObject({ edges: [], pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    },
  );

  it.each(lists)(
    '%s is asked in one direction, by a size from 1 to 100 and a cursor of its own',
    async (_name, owner, field) => {
      const refusals: Record<string, readonly [code: string, field?: string]> = {
        '': ['oneDirectionNeeded'],
        'first: 1, last: 1': ['oneDirectionNeeded'],
        'first: 1, before: "x"': ['oneDirectionNeeded'],
        'last: 1, after: "x"': ['oneDirectionNeeded'],
        'after: "x"': ['oneDirectionNeeded'],
        'first: 0': ['inputInvalid', 'first'],
        'last: -1': ['inputInvalid', 'last'],
        'first: 101': ['inputInvalid', 'first'],
        'last: 101': ['inputInvalid', 'last'],
        'first: 1, after: "x"': ['inputInvalid', 'after'],
        'last: 1, before: ""': ['inputInvalid', 'before'],
      };
      for (const [page, [code, argument]] of Object.entries(refusals)) {
        const { errors } = await ask(owner, field, page);
        expect(errors?.[0].extensions.code, page).toBe(code);
        if (argument) expect(errors?.[0].message, page).toContain(`« ${argument} »`);
      }
    },
  );
});
