import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode } from 'graphql';
import type { Caller } from '../context/caller.js';
import { unauthenticated } from '../errors/refusal-error.js';
import { type Measures, measure } from './measure.js';
import { refuseForeignText } from './plain-text.js';

/** Highest measures an operation may reach; tokens are counted by the parser, before anything else. */
export const LIMITS = { tokens: 1000, depth: 10, aliases: 30, directives: 50, cost: 5000 } as const;

/** The only fields an unknown caller may ask. */
const OPEN_FIELDS: ReadonlySet<string> = new Set([
  'openPortalSession',
  'openPortalSessionBySecours',
  'secoursOffered',
  'managerSignInOffered',
  'managerSignInOffers',
  'managerSignInStart',
  'managerSignInFinish',
  '__typename',
  '__schema',
  '__type',
]);

/**
 * The one gate of both transports: who calls, and how much is asked, before any field runs.
 * @throws GraphQLError UNAUTHENTICATED, or the limit that is passed.
 */
export function admit(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  caller: Caller | null,
): Measures {
  if (!caller && !asksOnlyOpenFields(operation)) throw unauthenticated();
  refuseForeignText(document, variables);
  const measures = measure(document, operation, variables);
  for (const limit of ['depth', 'aliases', 'directives', 'cost'] as const) {
    if (measures[limit] > LIMITS[limit]) throw overLimit(limit, measures[limit]);
  }
  return measures;
}

// Only the root matters: the fields below an open one are its own. A fragment at the root is refused unread.
function asksOnlyOpenFields(operation: OperationDefinitionNode): boolean {
  return operation.selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && OPEN_FIELDS.has(selection.name.value),
  );
}

const FRENCH: Record<keyof Measures, string> = {
  depth: 'La requête est trop profonde',
  aliases: 'La requête porte trop d’alias',
  directives: 'La requête porte trop de directives',
  cost: 'La requête est trop coûteuse',
};
const ENGLISH: Record<keyof Measures, string> = {
  depth: 'The operation is too deep',
  aliases: 'The operation has too many aliases',
  directives: 'The operation has too many directives',
  cost: 'The operation costs too much',
};

function overLimit(limit: keyof Measures, asked: number): GraphQLError {
  const figures = `(${asked} > ${LIMITS[limit]})`;
  return new GraphQLError(`${FRENCH[limit]} ${figures}. / ${ENGLISH[limit]} ${figures}.`, {
    extensions: { code: 'LIMIT_EXCEEDED', limit, asked, allowed: LIMITS[limit], http: { status: 400 } },
  });
}
