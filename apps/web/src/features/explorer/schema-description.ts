import { getIntrospectionQuery, type IntrospectionQuery, type IntrospectionTypeRef } from 'graphql';
import { settings } from '../../settings/settings.ts';
import type { Language } from '../../texts/texts.ts';

export type SchemaDescription = IntrospectionQuery['__schema'];
export type DescribedType = SchemaDescription['types'][number];

const KEPT_MS = 60_000;
const PATIENCE_MS = 10_000;
let known: { readonly at: number; readonly schema: SchemaDescription } | null = null;

/** What the API says of its schema, kept for a minute; null when it says nothing of it, or is not there. */
export async function schemaDescription(now: number = Date.now()): Promise<SchemaDescription | null> {
  if (known && now - known.at < KEPT_MS) return known.schema;
  try {
    const response = await fetch(settings().CACHET_API_URL, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: getIntrospectionQuery() }),
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { data } = (await response.json()) as { data?: IntrospectionQuery | null };
    if (!data) return null;
    known = { at: now, schema: data.__schema };
    return known.schema;
  } catch {
    return null;
  }
}

/** The types that a reader looks for: ours, by name. */
export function typesToRead({ types }: SchemaDescription): readonly DescribedType[] {
  return types
    .filter(({ name }) => !name.startsWith('__'))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** As the schema language writes it: `[Bal!]!`. */
export function written(type: IntrospectionTypeRef): string {
  if (type.kind === 'NON_NULL') return `${written(type.ofType)}!`;
  return type.kind === 'LIST' ? `[${written(type.ofType)}]` : type.name;
}

/** The type inside lists and non-nulls. */
export function namedIn(type: IntrospectionTypeRef): string {
  return type.kind === 'NON_NULL' || type.kind === 'LIST' ? namedIn(type.ofType) : type.name;
}

/** What a type is made of; what its kind does not have is null when the API says it. */
export function partsOf(type: DescribedType) {
  return {
    fields: ('fields' in type && type.fields) || ('inputFields' in type && type.inputFields) || [],
    enumValues: ('enumValues' in type && type.enumValues) || [],
    possibleTypes: ('possibleTypes' in type && type.possibleTypes) || [],
  };
}

/** Descriptions are in French, then in English. */
export function inLanguage(description: string | null | undefined, language: Language): string {
  const [french = '', ...english] = (description ?? '').split(' / ');
  return language === 'en' && english.length > 0 ? english.join(' / ') : french;
}
