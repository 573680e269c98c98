import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { PAGE_SIZES, weightOf } from './measure.js';

type Shown = Readonly<Record<string, unknown>>;

/**
 * What an operation cost in the end, by the weights it was measured with: fields that are not there cost nothing below, a page what
 * it really holds. Never more than what was measured, as a list without pages counts once in both.
 */
export function actualCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  data: Shown | null | undefined,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }

  function ofSelections(set: SelectionSetNode | undefined, shown: Shown, isPaged: boolean): number {
    let total = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) total += ofField(selection, shown, isPaged);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        total += ofSelections(selection.selectionSet, shown, isPaged);
      else total += ofSelections(fragments.get(selection.name.value)?.selectionSet, shown, isPaged);
    }
    return total;
  }

  function ofField(field: FieldNode, shown: Shown, isPaged: boolean): number {
    const value = shown[field.alias?.value ?? field.name.value];
    if (value === undefined) return 0;
    const opensPages = isPaged || isPage(field);
    const of = (item: unknown, isInside: boolean) =>
      isShown(item) ? ofSelections(field.selectionSet, item, isInside) : 0;
    if (!Array.isArray(value)) return weightOf(field) + of(value, opensPages);
    const items = value.map((item) => weightOf(field) + of(item, false));
    return opensPages ? items.reduce((sum, cost) => sum + cost, 0) : Math.max(weightOf(field), ...items);
  }

  return data ? ofSelections(operation.selectionSet, data, false) : 0;
}

function isPage(field: FieldNode): boolean {
  return field.arguments?.some(({ name }) => PAGE_SIZES.has(name.value)) ?? false;
}

function isShown(value: unknown): value is Shown {
  return typeof value === 'object' && value !== null;
}
