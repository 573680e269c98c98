import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildApiSchema } from './api-schema.js';

/** Writes the schema's text where it is committed: `npm run schema -w @cachet/api`. */
const target = new URL('../../../packages/schema/schema.graphql', import.meta.url);
await writeFile(target, `${printSchema(lexicographicSortSchema(await buildApiSchema()))}\n`);
