import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildApiSchema } from './api-schema.js';
import { undatedDeprecations } from './schema/schema-changes.js';

const COMMITTED = new URL('../../../packages/schema/schema.graphql', import.meta.url);
/** Said in French, then in English. */
const BILINGUAL = /^[^/]*\S \/ \S.*$/s;
const ROOTS = ['Query', 'Mutation', 'Subscription'];

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildApiSchema();
});

describe('the schema', () => {
  it('is the one committed for the portal and for partners', async () => {
    const emitted = `${printSchema(lexicographicSortSchema(schema))}\n`;
    expect(await readFile(COMMITTED, 'utf8'), 'run: npm run build && npm run schema -w @cachet/api').toBe(
      emitted,
    );
  });

  it('describes every type, field, argument and value in French and English', () => {
    const undescribed = described(schema).filter(([, text]) => !BILINGUAL.test(text ?? ''));
    expect(undescribed.map(([name]) => name)).toEqual([]);
  });

  it('shows managers no subject, body or attachment of a delivery', () => {
    const delivery = schema.getType('Delivery');
    const fields = isObjectType(delivery) ? Object.keys(delivery.getFields()) : [];
    expect(fields).toContain('recipient');
    expect(fields.filter((name) => /subject|objet|body|text|message|attachment/i.test(name))).toEqual([
      'lastText',
    ]);
  });

  it('says of all that is deprecated from which day it may go', () => {
    expect(undatedDeprecations(schema)).toEqual([]);
  });

  it('asks every connection for a page alike, from either end', () => {
    const pages = fieldsOf(schema)
      .filter(([, field]) => /Connection!?$/.test(String(field.type)))
      .map(([name, field]) => [
        name,
        field.args
          .filter((arg) => ['first', 'after', 'last', 'before'].includes(arg.name))
          .map((arg) => `${arg.name}: ${arg.type}`),
      ]);
    expect(pages.length).toBeGreaterThanOrEqual(18);
    for (const [name, page] of pages)
      expect(page, String(name)).toEqual(['first: Int', 'after: String', 'last: Int', 'before: String']);
  });
});

function fieldsOf(whole: GraphQLSchema) {
  return ours(whole).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const)
      : [],
  );
}

function described(whole: GraphQLSchema): readonly (readonly [string, string | null | undefined])[] {
  return ours(whole).flatMap((type) => {
    const own = ROOTS.includes(type.name) ? [] : [[type.name, type.description] as const];
    if (isEnumType(type)) {
      return [
        ...own,
        ...type.getValues().map((value) => [`${type.name}.${value.name}`, value.description] as const),
      ];
    }
    if (isInputObjectType(type)) {
      return [
        ...own,
        ...Object.values(type.getFields()).map(
          ({ name, description }) => [`${type.name}.${name}`, description] as const,
        ),
      ];
    }
    if (!isObjectType(type)) return own;
    const fields = Object.values(type.getFields());
    return [
      ...own,
      ...fields.map((field) => [`${type.name}.${field.name}`, field.description] as const),
      ...fields.flatMap((field) =>
        field.args.map((arg) => [`${type.name}.${field.name}(${arg.name})`, arg.description] as const),
      ),
    ];
  });
}

function ours(whole: GraphQLSchema) {
  return Object.values(whole.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}
