import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** One operation as a client would post it. */
export interface PostedOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Texts that have hurt programs before: ends of what a column, a cursor, a date or a JSON may hold. */
const HOSTILE = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'é\u0301',
    '\u202e',
    '💥',
    "'; drop table bal; --",
    '%',
    '_%',
    '\\',
  ],
  ...['null', '__proto__', 'constructor', '../../etc/passwd', '{{7*7}}', '=cmd()', '1e309', '-0', 'NaN'],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff.4294967296', 'x.y', '.'],
  ...[
    '2026-13-45T99:99:99Z',
    '+275760-09-13T00:00:00.000Z',
    '-271821-04-20T00:00:00.000Z',
    '9999-12-31',
    '0000-01-01',
  ],
  ...['MTc5.', 'MTc2MzY0MDAwMDAwMC4wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA', 'x'.repeat(5_000)],
  ...[
    '99999999999999.00000000-0000-0000-0000-000000000000',
    'a@b',
    'a@structure-1.mssante.fr',
    '"@"@x',
  ].flatMap((text) => [text, Buffer.from(text).toString('base64url')]),
];
/** What gets further than the first check. */
const USUAL = [
  'bal:read',
  'key:write',
  'compte.test',
  '192.0.2.0/24',
  '810000000001',
  '10100000024',
  'a\u0000b',
];
const NUMBERS = [0, -1, 1, 100, 101, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 1.5, -0];

/** Operations on one field of a root, with arguments of every kind; `ids` are those of things that exist. */
export function operations(schema: GraphQLSchema, ids: readonly string[], leftOut: ReadonlySet<string>) {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  const fields = roots.flatMap(([root, type]) =>
    Object.values(type?.getFields() ?? {})
      .filter(({ name }) => !leftOut.has(name))
      .map((field) => ({ root, field })),
  );
  return fc
    .constantFrom(...fields)
    .chain(({ root, field }) => fc.tuple(fc.constant(root), asked(schema, ids, field, 0)))
    .map(([root, call]): PostedOperation => {
      const declared = call.variables.map(({ name, type }) => `$${name}: ${type}`);
      const head = declared.length > 0 ? `${root} (${declared.join(', ')})` : root;
      const variables = Object.fromEntries(call.variables.map(({ name, value }) => [name, value]));
      return { query: `${head} { ${call.text} }`, variables };
    });
}

interface Call {
  readonly text: string;
  readonly variables: readonly { readonly name: string; readonly type: string; readonly value: unknown }[];
}

const DEEPEST = 4;

function asked(
  schema: GraphQLSchema,
  ids: readonly string[],
  field: GraphQLField<unknown, unknown>,
  depth: number,
  path = field.name,
): fc.Arbitrary<Call> {
  const args = fc.tuple(
    ...field.args.map(({ name, type }) =>
      fc
        .tuple(isNonNullType(type) ? fc.constant(true) : fc.boolean(), anyOf(type, ids))
        .map(([isGiven, value]) => (isGiven ? [{ name, type: String(type), value }] : [])),
    ),
  );
  return fc.tuple(args, below(schema, ids, field.type, depth, path)).map(([given, selection]) => {
    const own = given
      .flat()
      .map(({ name, type, value }) => ({ argument: name, name: `${path}_${name}`, type, value }));
    const text = own.map(({ argument, name }) => `${argument}: $${name}`).join(', ');
    const call = `${field.name}${text === '' ? '' : `(${text})`}${selection.text}`;
    return { text: call, variables: [...own, ...selection.variables] };
  });
}

function below(
  schema: GraphQLSchema,
  ids: readonly string[],
  type: GraphQLOutputType,
  depth: number,
  path: string,
): fc.Arbitrary<Call> {
  const named = getNamedType(type);
  const members = isUnionType(named) ? named.getTypes() : isObjectType(named) ? [named] : [];
  if (members.length === 0) return fc.constant({ text: '', variables: [] });
  const parts = members.map((member) => {
    const fields = Object.values(member.getFields()).filter((field) => depth < DEEPEST || isLeaf(field));
    return fc.shuffledSubarray(fields, { maxLength: Math.min(3, fields.length) }).chain((chosen) =>
      fc
        .tuple(
          ...chosen.map((field) =>
            asked(schema, ids, field, depth + 1, `${path}_${member.name}_${field.name}`),
          ),
        )
        .map((calls) => ({
          text: ` ... on ${member.name} { __typename ${calls.map(({ text }) => text).join(' ')} }`,
          variables: calls.flatMap(({ variables }) => variables),
        })),
    );
  });
  return fc.tuple(...parts).map((calls) => ({
    text: ` { __typename${calls.map(({ text }) => text).join('')} }`,
    variables: calls.flatMap(({ variables }) => variables),
  }));
}

function isLeaf({ type }: GraphQLField<unknown, unknown>): boolean {
  const named = getNamedType(type);
  return !isObjectType(named) && !isUnionType(named);
}

const ANYTHING = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...HOSTILE) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(...NUMBERS, null, true, [], {}, ['x'], { __proto__: null }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

function anyOf(type: GraphQLInputType, ids: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: fittingOf(type, ids) }, { weight: 1, arbitrary: ANYTHING });
}

function fittingOf(type: GraphQLInputType, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return fittingOf(type.ofType, ids);
  if (isListType(type)) return fc.array(anyOf(type.ofType, ids), { maxLength: 4 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name);
    const record = Object.fromEntries(fields.map((field) => [field.name, anyOf(field.type, ids)]));
    return fc.record(record, { requiredKeys: required });
  }
  switch (type.name) {
    case 'ID':
      return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, fc.constantFrom(...HOSTILE));
    case 'Int':
      return fc.oneof(
        fc.constantFrom(...NUMBERS.filter((n) => n >= -(2 ** 31) && n < 2 ** 31)),
        fc.integer(),
      );
    case 'Boolean':
      return fc.boolean();
    case 'DateTime':
      return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    default:
      return fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom(...USUAL), fc.string({ unit: 'binary' }));
  }
}
