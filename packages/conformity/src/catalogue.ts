import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One numbered requirement of the Référentiel, as `conformity/requirements.yml` holds it. */
export interface Requirement {
  readonly id: string;
  readonly section: string;
  readonly level: 'EX' | 'RE';
  readonly area: string;
  readonly asks: string;
  readonly proof: string;
  readonly component: string;
}

/**
 * What a person decided of a requirement that code alone does not settle. `partial`: some of it is built;
 * `documented`: a document answers; `notApplicable`: a choice of ours leaves it without object; `open`: not built yet.
 */
export interface Disposition {
  readonly status: 'partial' | 'documented' | 'notApplicable' | 'open';
  readonly reason: string;
  readonly document?: string;
}

const STATUSES = ['partial', 'documented', 'notApplicable', 'open'];

export function readCatalogue(root: string): Map<string, Requirement> {
  const entries: Record<string, Omit<Requirement, 'id'>> = parse(
    readFileSync(join(root, 'conformity/requirements.yml'), 'utf8'),
  );
  return new Map(Object.entries(entries).map(([id, entry]) => [id, { id, ...entry }]));
}

/** @throws Error when a disposition is given twice or without status or reason. */
export function readDispositions(root: string): Map<string, Disposition> {
  const folder = join(root, 'conformity/dispositions');
  const all = new Map<string, Disposition>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .sort()) {
    const entries: Record<string, Disposition> = parse(readFileSync(join(folder, file), 'utf8')) ?? {};
    for (const [id, disposition] of Object.entries(entries)) {
      if (all.has(id)) throw new Error(`${file}: ${id} already has a disposition`);
      if (!STATUSES.includes(disposition.status) || !disposition.reason)
        throw new Error(`${file}: ${id} needs a status (${STATUSES.join(', ')}) and a reason`);
      all.set(id, disposition);
    }
  }
  return all;
}
