import { type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

const NUL = '\u0000';
/** Of values in one another: inputs of ours hold a handful, and whoever walks in thousands loses its stack. */
const DEEPEST = 32;

/**
 * No text of ours holds U+0000 or half of a surrogate pair, which PostgreSQL keeps nowhere, and no variable is deeper than any input.
 * @throws GraphQLError BAD_USER_INPUT for an operation that brings one, LIMIT_EXCEEDED for a variable too deep.
 */
export function refuseForeignText(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  if (!holdsForeign(variables) && !writesForeign(document)) return;
  throw new GraphQLError(
    'Un texte contient U+0000 ou un caractère Unicode incomplet : retirez-le. / A text holds U+0000 or half of a Unicode character: take it out.',
    { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } },
  );
}

function holdsForeign(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isForeign(value);
  if (typeof value !== 'object' || value === null) return false;
  if (depth > DEEPEST) throw tooDeep();
  return Object.entries(value).some(([name, part]) => isForeign(name) || holdsForeign(part, depth + 1));
}

function isForeign(text: string): boolean {
  return text.includes(NUL) || !text.isWellFormed();
}

function tooDeep(): GraphQLError {
  return new GraphQLError(
    `Une variable a plus de ${DEEPEST} niveaux. / A variable has more than ${DEEPEST} levels.`,
    { extensions: { code: 'LIMIT_EXCEEDED', limit: 'variables', allowed: DEEPEST, http: { status: 400 } } },
  );
}

/** Documents that are asked again and again are looked at once. */
const judged = new WeakMap<DocumentNode, boolean>();

function writesForeign(document: DocumentNode): boolean {
  const known = judged.get(document) ?? readsForeign(document);
  judged.set(document, known);
  return known;
}

function readsForeign(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.STRING]: ({ value }) => {
      found ||= isForeign(value);
    },
  });
  return found;
}
