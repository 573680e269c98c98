import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** What an operation asks for, known before anything runs. */
export interface Measures {
  /** Levels of fields, introspection's own excepted. */
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** One point an object, times the page size; heavier where another service or a message's bytes are read. */
  readonly cost: number;
}

const NOTHING: Measures = { depth: 0, aliases: 0, directives: 0, cost: 0 };
const WEIGHTS: Readonly<Record<string, number>> = {
  body: 10,
  counts: 5,
  openPortalSession: 50,
  listeBlancheRefresh: 200,
  listeBlancheApprove: 200,
};
const LARGEST_PAGE = 100;
/** The two arguments that say how much of a connection is wanted: `first` or `last`. */
export const PAGE_SIZES: ReadonlySet<string> = new Set(['first', 'last']);

/** Measures a valid operation. A fragment is measured once however often it is spread, so that the measuring itself stays cheap. */
export function measure(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measures {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const known = new Map<string, Measures>();

  function ofSelections(set: SelectionSetNode | undefined): Measures {
    let total = NOTHING;
    for (const selection of set?.selections ?? []) {
      const own =
        selection.kind === Kind.FIELD
          ? ofField(selection)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? ofSelections(selection.selectionSet)
            : ofFragment(selection.name.value);
      total = together(total, { ...own, directives: own.directives + (selection.directives?.length ?? 0) });
    }
    return total;
  }

  function ofFragment(name: string): Measures {
    const cached = known.get(name);
    if (cached) return cached;
    known.set(name, NOTHING);
    const own = ofSelections(fragments.get(name)?.selectionSet);
    known.set(name, own);
    return own;
  }

  function ofField(field: FieldNode): Measures {
    if (field.name.value.startsWith('__')) return NOTHING;
    const below = ofSelections(field.selectionSet);
    return {
      depth: below.depth + 1,
      aliases: below.aliases + (field.alias ? 1 : 0),
      directives: below.directives,
      cost: weightOf(field) + below.cost * pageSize(field, operation, variables),
    };
  }

  return ofSelections(operation.selectionSet);
}

/** The points of one field alone. */
export function weightOf(field: FieldNode): number {
  if (field.name.value.startsWith('__')) return 0;
  return WEIGHTS[field.name.value] ?? (field.selectionSet ? 1 : 0);
}

function together(a: Measures, b: Measures): Measures {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
    cost: a.cost + b.cost,
  };
}

/** How many items a field may show: what `first` or `last` asks, 1 where neither is. */
function pageSize(
  field: FieldNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const sizes = (field.arguments ?? [])
    .filter(({ name }) => PAGE_SIZES.has(name.value))
    .map(({ value }) => askedBy(value, operation, variables));
  return Math.max(1, ...sizes.map(sizeOf));
}

/** What is no number is refused in its place: it counts as much as a page may hold. */
function sizeOf(asked: unknown): number {
  if (asked === null) return 1;
  return typeof asked === 'number' ? Math.min(asked, LARGEST_PAGE) : LARGEST_PAGE;
}

function askedBy(
  node: ValueNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  if (node.kind === Kind.NULL) return null;
  if (node.kind !== Kind.VARIABLE) return undefined;
  const given = variables[node.name.value];
  if (given !== undefined) return given;
  const known = operation.variableDefinitions?.find(
    ({ variable }) => variable.name.value === node.name.value,
  );
  return known?.defaultValue ? askedBy(known.defaultValue, operation, variables) : null;
}
