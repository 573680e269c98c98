import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import type { Caller } from '../context/caller.js';

const SHA256 = /^[0-9a-f]{64}$/;

/** The operations of our own portal, by their SHA-256. A person's session asks these alone, unless told; partners write their own. */
export class TrustedDocuments {
  constructor(
    private readonly texts: ReadonlyMap<string, string>,
    /** Whether a person's session may ask nothing else. */
    readonly areOnlyOnes: boolean,
  ) {}

  /** Reads the `trusted-documents.json` of each portal that is in service. @throws Error when a text is not that of its hash. */
  static read(paths: readonly string[], areOnlyOnes: boolean): TrustedDocuments {
    return new TrustedDocuments(new Map(paths.flatMap(textsIn)), areOnlyOnes);
  }

  /** The document that a request names (with or without “sha256:”); null when it is none of these. */
  named(documentId: string): string | null {
    const hash = documentId.replace(/^sha256:/, '');
    return SHA256.test(hash) ? (this.texts.get(hash) ?? null) : null;
  }

  has(document: string): boolean {
    return this.texts.has(hashOf(document));
  }
}

/** What a request asks: its text, or that of the document it names in place of it. @throws GraphQLError DOCUMENT_UNKNOWN */
export function textAsked(
  documents: TrustedDocuments | null,
  { query, documentId }: { readonly query?: unknown; readonly documentId?: unknown },
): string | null {
  if (typeof query === 'string' && query !== '') return query;
  if (typeof documentId !== 'string') return null;
  const text = documents?.named(documentId) ?? null;
  if (text !== null) return text;
  throw new GraphQLError(
    'Ce document n’est pas connu ici : envoyez son texte. / This document is not known here: send its text.',
    { extensions: { code: 'DOCUMENT_UNKNOWN', retryable: false } },
  );
}

/** @throws GraphQLError DOCUMENT_NOT_TRUSTED for a person's session that asks something else than the portal does. */
export function trust(documents: TrustedDocuments | null, caller: Caller | null, document: string): void {
  if (!documents?.areOnlyOnes || caller?.kind !== 'person' || documents.has(document)) return;
  throw new GraphQLError(
    'Cette opération n’est pas l’une de celles du portail. / This operation is not one of the portal’s.',
    { extensions: { code: 'DOCUMENT_NOT_TRUSTED', http: { status: 403 } } },
  );
}

function textsIn(path: string): [hash: string, text: string][] {
  const written: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Object.entries(typeof written === 'object' && written !== null ? written : {}).map(
    ([hash, text]) => {
      if (hashOf(String(text)) !== hash) throw new Error(`${path}: ${hash} is not the hash of its document`);
      return [hash, String(text)];
    },
  );
}

function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
