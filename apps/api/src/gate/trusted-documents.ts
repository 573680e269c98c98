import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import type { Caller } from '../context/caller.js';

const SHA256 = /^[0-9a-f]{64}$/;

/** The operations of our own portal, by their SHA-256. A person's session asks these alone; partners write their own. */
export class TrustedDocuments {
  constructor(private readonly texts: ReadonlyMap<string, string>) {}

  /** Reads `apps/web/src/gql/trusted-documents.json`, or several joined. @throws Error when a text is not that of its hash. */
  static read(path: string): TrustedDocuments {
    const written: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const texts = Object.entries(typeof written === 'object' && written !== null ? written : {});
    for (const [hash, text] of texts) {
      if (hashOf(String(text)) !== hash) throw new Error(`${path}: ${hash} is not the hash of its document`);
    }
    return new TrustedDocuments(new Map(texts.map(([hash, text]) => [hash, String(text)])));
  }

  /** The document that a request names instead of writing it (`documentId`, with or without “sha256:”); null when it is none of these. */
  named(documentId: string): string | null {
    const hash = documentId.replace(/^sha256:/, '');
    return SHA256.test(hash) ? (this.texts.get(hash) ?? null) : null;
  }

  has(document: string): boolean {
    return this.texts.has(hashOf(document));
  }
}

/** @throws GraphQLError DOCUMENT_NOT_TRUSTED for a person's session that asks something else than the portal does. */
export function trust(documents: TrustedDocuments | null, caller: Caller | null, document: string): void {
  if (!documents || caller?.kind !== 'person' || documents.has(document)) return;
  throw new GraphQLError(
    'Cette opération n’est pas l’une de celles du portail. / This operation is not one of the portal’s.',
    { extensions: { code: 'DOCUMENT_NOT_TRUSTED', http: { status: 403 } } },
  );
}

function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
