import {
  type BreakingChange,
  BreakingChangeType,
  findBreakingChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';

/** A change that breaks programs written against the released schema, and why it is made all the same. */
export interface AcceptedChange {
  /** As `npm run check` words it. */
  readonly change: string;
  readonly why: string;
}

/** `2027-12-01 : utilisez « x ». / 2027-12-01: use “x”.`: the day from which it may go, in both languages. */
const DATED = /\b(20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b.* \/ .*\b\1\b/s;

/** What breaks programs written against the released schema, less what was announced and is past, and what is accepted. */
export function breakingChanges(
  released: GraphQLSchema,
  present: GraphQLSchema,
  accepted: readonly AcceptedChange[],
  today: string,
): readonly string[] {
  const known = new Set(accepted.map(({ change }) => change));
  const announced = new Map(
    deprecations(released).map(({ place, reason }) => [place, DATED.exec(reason)?.[1] ?? null]),
  );
  const isOver = (change: BreakingChange) => {
    const until = REMOVALS.has(change.type) ? announced.get(placeOf(change)) : undefined;
    return typeof until === 'string' && until <= today;
  };
  return (
    findBreakingChanges(released, present)
      // A scalar of GraphQL itself that nothing uses any more breaks nobody.
      .filter(({ description }) => !description.startsWith('Standard scalar '))
      .filter((change) => !isOver(change) && !known.has(change.description))
      .map(({ description }) => description)
  );
}

/** Deprecated places of the schema that do not say, in both languages, from which day they may go. */
export function undatedDeprecations(schema: GraphQLSchema): readonly string[] {
  return deprecations(schema)
    .filter(({ reason }) => !DATED.test(reason))
    .map(({ place }) => place);
}

const REMOVALS: ReadonlySet<BreakingChangeType> = new Set([
  BreakingChangeType.FIELD_REMOVED,
  BreakingChangeType.ARG_REMOVED,
  BreakingChangeType.VALUE_REMOVED_FROM_ENUM,
]);

// graphql-js tells a removal by a sentence alone: « T.f was removed. », « T.f arg a was removed. », « V was removed from enum type T. »
function placeOf({ description }: BreakingChange): string {
  const [, value, type] = /^(\w+) was removed from enum type (\w+)/.exec(description) ?? [];
  if (value && type) return `${type}.${value}`;
  const [, field, argument] = /^([\w.]+)(?: arg (\w+))? was removed/.exec(description) ?? [];
  return argument ? `${field}(${argument})` : (field ?? '');
}

interface Deprecation {
  readonly place: string;
  readonly reason: string;
}

function deprecations(schema: GraphQLSchema): readonly Deprecation[] {
  const found: Deprecation[] = [];
  const note = (place: string, reason: string | null | undefined) => {
    if (typeof reason === 'string') found.push({ place, reason });
  };
  for (const type of Object.values(schema.getTypeMap()).filter((each) => !isIntrospectionType(each))) {
    if (isEnumType(type)) {
      for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.deprecationReason);
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        note(`${type.name}.${field.name}`, field.deprecationReason);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      note(`${type.name}.${field.name}`, field.deprecationReason);
      for (const { name, deprecationReason } of field.args)
        note(`${type.name}.${field.name}(${name})`, deprecationReason);
    }
  }
  return found;
}
