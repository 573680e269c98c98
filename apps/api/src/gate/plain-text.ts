import { type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

const NUL = '\u0000';

/** No text of ours holds U+0000, which PostgreSQL keeps nowhere. @throws GraphQLError BAD_USER_INPUT for an operation that brings one. */
export function refuseNul(document: DocumentNode, variables: Readonly<Record<string, unknown>>): void {
  if (!holdsNul(variables) && !writesNul(document)) return;
  throw new GraphQLError(
    'Le caractère U+0000 n’est admis dans aucun texte. / The character U+0000 is allowed in no text.',
    { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } },
  );
}

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(NUL);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, part]) => name.includes(NUL) || holdsNul(part));
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
