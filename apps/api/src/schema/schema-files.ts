import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildApiSchema } from '../api-schema.js';

const fileOf = (name: string) => new URL(`../../../../packages/schema/${name}`, import.meta.url);

/** The schema as the API emits it today. */
export const COMMITTED = fileOf('schema.graphql');
/** The one that partners were last given. */
export const RELEASED = fileOf('released.graphql');
/** Changes between the two that break programs and are made all the same. */
export const ACCEPTED = fileOf('accepted-changes.json');

export async function schemaText(): Promise<string> {
  return `${printSchema(lexicographicSortSchema(await buildApiSchema()))}\n`;
}
