import { buildSchema, introspectionFromSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { inLanguage, namedIn, partsOf, typesToRead, written } from './schema-description.ts';

const { __schema: schema } = introspectionFromSchema(
  buildSchema(`
    """Une BAL. / A BAL."""
    type Bal { id: ID! }
    type Query { bals(first: Int): [Bal!]! }`),
);

describe('what the API says of its schema', () => {
  it('is shown by type, ours alone, as the schema language writes them', () => {
    const types = typesToRead(schema);
    expect(types.map(({ name }) => name)).toEqual(['Bal', 'Boolean', 'ID', 'Int', 'Query', 'String']);
    const [bals] = types.flatMap((type) => (type.name === 'Query' && 'fields' in type ? type.fields : []));
    expect(types.map((type) => Object.values(partsOf(type)).map(({ length }) => length))).toEqual([
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [1, 0, 0],
      [0, 0, 0],
    ]);
    expect(bals && [written(bals.type), namedIn(bals.type)]).toEqual(['[Bal!]!', 'Bal']);
  });

  it('is read in the language of whoever reads', () => {
    const text = schema.types.find(({ name }) => name === 'Bal')?.description;
    expect([inLanguage(text, 'fr'), inLanguage(text, 'en')]).toEqual(['Une BAL.', 'A BAL.']);
    expect([inLanguage(null, 'fr'), inLanguage('Seule.', 'en')]).toEqual(['', 'Seule.']);
  });
});
