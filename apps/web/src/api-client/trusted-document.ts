import type { TypedDocumentString } from '../gql/documents.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever it asks and answers
type AnyDocument = TypedDocumentString<any, any>;

/** Documents that the API said it does not know: it was given another portal's list, or none. */
const unknown = new Set<string>();

/** The name of an operation (its SHA-256, `trusted-documents.json`); null for one that must be written whole. */
export function documentIdOf(document: AnyDocument): string | null {
  const id: unknown = document.__meta__?.documentId;
  return typeof id === 'string' && !unknown.has(id) ? id : null;
}

/**
 * True when the API answered that it does not know that document, which is from then on written whole: a portal works with an API
 * that is older or younger. Whether a text is admitted remains the API's to say.
 */
export function isUnknownToApi(document: AnyDocument, errors: unknown): boolean {
  const id = documentIdOf(document);
  if (id === null || !Array.isArray(errors)) return false;
  const isUnknown = errors.some((error) => error?.extensions?.code === 'DOCUMENT_UNKNOWN');
  if (isUnknown) unknown.add(id);
  return isUnknown;
}
