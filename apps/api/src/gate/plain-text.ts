import { type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

const NUL = '\u0000';
/** Of values in one another: inputs of ours hold a handful, and whoever walks in thousands loses its stack. */
const DEEPEST = 32;

/**
 * No text of ours holds U+0000, which PostgreSQL keeps nowhere, and no variable is deeper than any input. @throws GraphQLError BAD_USER_INPUT
 * for an operation that brings one, LIMIT_EXCEEDED for a variable too deep.
 */
export function refuseNul(document: DocumentNode, variables: Readonly<Record<string, unknown>>): void {
  if (!holdsNul(variables) && !writesNul(document)) return;
  throw new GraphQLError(
    'Le caractère U+0000 n’est admis dans aucun texte. / The character U+0000 is allowed in no text.',
    { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } },
  );
}

function holdsNul(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.includes(NUL);
  if (typeof value !== 'object' || value === null) return false;
  if (depth > DEEPEST) throw tooDeep();
  return Object.entries(value).some(([name, part]) => name.includes(NUL) || holdsNul(part, depth + 1));
}

function tooDeep(): GraphQLError {
  return new GraphQLError(
    `Une variable a plus de ${DEEPEST} niveaux. / A variable has more than ${DEEPEST} levels.`,
    { extensions: { code: 'LIMIT_EXCEEDED', limit: 'variables', allowed: DEEPEST, http: { status: 400 } } },
  );
}

/** Documents that are asked again and again are looked at once. */
const judged = new WeakMap<DocumentNode, boolean>();

function writesNul(document: DocumentNode): boolean {
  const known = judged.get(document) ?? readsNul(document);
  judged.set(document, known);
  return known;
}

function readsNul(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.STRING]: ({ value }) => {
      found ||= value.includes(NUL);
    },
  });
  return found;
}
