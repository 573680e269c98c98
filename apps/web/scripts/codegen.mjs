import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildSchema, parse } from 'graphql';

const FEATURES = fileURLToPath(new URL('../src/features/', import.meta.url));
// The schema is a text the API writes; the portal reads that text and nothing else of the package.
const SCHEMA = fileURLToPath(new URL('../../../packages/schema/schema.graphql', import.meta.url));

export const TARGET = fileURLToPath(new URL('../src/gql/documents.ts', import.meta.url));

/** The typed documents of every `.graphql` file of the features, as one module. Refuses a document the schema does not allow. */
export async function generate() {
  const schema = buildSchema(readFileSync(SCHEMA, 'utf8'));
  const documents = globSync('**/*.graphql', { cwd: FEATURES })
    .sort()
    .map((location) => ({ location, document: parse(readFileSync(join(FEATURES, location), 'utf8')) }));
  const written = await codegen({
    filename: TARGET,
    schema: parse(readFileSync(SCHEMA, 'utf8')),
    schemaAst: schema,
    documents,
    config: {
      documentMode: 'string',
      useTypeImports: true,
      enumsAsTypes: true,
      enumType: 'string-literal',
      onlyOperationTypes: true,
      scalars: { DateTime: 'string', ByteCount: 'number' },
      strictScalars: true,
      dedupeFragments: true,
      pureMagicComment: true,
    },
    plugins: [{ operations: {} }, { documents: {} }],
    pluginMap: { operations: typescriptOperations, documents: typedDocumentNode },
  });
  return written.replaceAll(/new TypedDocumentString\(`([^`]*)`\)/g, named);
}

/** An operation with its SHA-256, by which the portal asks it. */
function named(_written, text) {
  return `new TypedDocumentString(\`${text}\`, ${JSON.stringify({ documentId: sha256(text) })})`;
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

export const TRUSTED = fileURLToPath(new URL('../src/gql/trusted-documents.json', import.meta.url));

/** The operations of the module, as they are sent, by their SHA-256: what an API that trusts these alone accepts from the portal. */
export async function trusted() {
  const module = await import(pathToFileURL(TARGET).href);
  const texts = Object.values(module)
    .map(String)
    .filter((text) => /^\s*(?:query|mutation|subscription)\b/.test(text));
  const byHash = texts.map((text) => [sha256(text), text]).sort();
  return `${JSON.stringify(Object.fromEntries(byHash), null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(dirname(TARGET), { recursive: true });
  writeFileSync(TARGET, await generate());
  writeFileSync(TRUSTED, await trusted());
}
