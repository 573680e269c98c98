import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { buildSchema } from 'graphql';
import { type AcceptedChange, breakingChanges, undatedDeprecations } from './schema-changes.js';
import { ACCEPTED, COMMITTED, RELEASED, schemaText } from './schema-files.js';

/** `npm run check`: the emitted schema is the committed one, and breaks nothing that partners were given. */
const emitted = await schemaText();
const present = buildSchema(emitted);
const released = buildSchema(await readFile(RELEASED, 'utf8'));
const accepted = JSON.parse(await readFile(ACCEPTED, 'utf8')) as readonly AcceptedChange[];
const broken = breakingChanges(released, present, accepted, new Date().toISOString().slice(0, 10));
const undated = undatedDeprecations(present);
const faults = [
  ...((await readFile(COMMITTED, 'utf8')) === emitted
    ? []
    : ['schema.graphql n’est pas le schéma émis / is not the emitted schema: npm run schema -w @cachet/api']),
  ...undated.map((place) => `${place} : dépréciation sans date / deprecated without a date`),
  ...broken.map((change) => `rupture / breaking: ${change}`),
  ...(broken.length > 0 ? ['voir / see docs/operations/api.md'] : []),
];
process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));
process.exitCode = faults.length > 0 ? 1 : 0;
