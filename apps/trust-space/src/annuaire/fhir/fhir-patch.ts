import { z } from 'zod';
import type { DeclaredBal } from '../feed-envelope.js';
import type { Resource } from './fhir-resources.js';
import { FhirError } from './operation-outcome.js';
import { declaredFrom, declaredName, declaredValue, METADATA } from './telecom.js';

const partSchema = z.looseObject({ name: z.string() });
const parametersSchema = z.object({
  resourceType: z.literal('Parameters'),
  parameter: z.array(z.object({ name: z.literal('operation'), part: z.array(partSchema) })).min(1),
});

/** What a PATCH does to the mailboxes of one resource: the new state of each address it speaks of, null once it is deleted. */
export type Patched = ReadonlyMap<string, DeclaredBal | null>;

/**
 * FHIR Patch (R4 §3.1.0.8) as the ANS’s draft has it: insert, replace and delete on telecom, in order, and nothing else. `own` are the
 * mailboxes that the resource bears, `identity` what its identifiers declare of each of them. @throws FhirError
 */
export function patchedBy(
  body: unknown,
  { resourceType }: Pick<Resource, 'resourceType'>,
  own: readonly DeclaredBal[],
  identity: Readonly<Record<string, string>>,
): Patched {
  const read = parametersSchema.safeParse(body);
  if (!read.success) throw new FhirError(400, 'structure', 'Parameters attendus / Parameters expected');
  const now = new Map<string, DeclaredBal | null>(own.map((bal) => [bal.address, bal]));
  const touched = new Set<string>();
  for (const { part } of read.data.parameter) {
    const address = apply(operationOf(part), resourceType, now, identity);
    touched.add(address);
  }
  return new Map([...now].filter(([address]) => touched.has(address)));
}

interface Operation {
  readonly type: unknown;
  readonly path: string;
  readonly value: unknown;
}

function operationOf(parts: readonly z.infer<typeof partSchema>[]): Operation {
  const given = (wanted: string) => {
    const { name: _, ...value } = parts.find(({ name }) => name === wanted) ?? { name: wanted };
    return Object.values(value)[0];
  };
  return { type: given('type'), path: String(given('path') ?? ''), value: given('value') };
}

const MAILBOX = /^(\w+)\.telecom(?:\.where\(value = '([^']+)'\)(.*))?$/;

function apply(
  { type, path, value }: Operation,
  resourceType: string,
  now: Map<string, DeclaredBal | null>,
  identity: Readonly<Record<string, string>>,
): string {
  const [, root, written, rest = ''] = MAILBOX.exec(path) ?? [];
  if (root !== resourceType) throw new FhirError(400, 'invalid', `Chemin refusé / path refused: ${path}`);
  const address = written?.toLowerCase();
  if (type === 'insert' && !written) {
    const bal = declared(value, identity);
    if (now.get(bal.address)) throw new FhirError(400, 'duplicate', 'BAL déjà présente', 'MSS042');
    now.set(bal.address, bal);
    return bal.address;
  }
  const before = address === undefined ? undefined : now.get(address);
  if (!address || !before) throw new FhirError(404, 'not-found', 'BAL absente / no such mailbox');
  if (type === 'delete' && rest === '') now.set(address, null);
  else if (type === 'replace') now.set(address, replaced(before, rest, value, identity));
  else throw new FhirError(400, 'not-supported', `Opération refusée / operation refused: ${String(type)}`);
  return address;
}

function replaced(
  before: DeclaredBal,
  rest: string,
  value: unknown,
  identity: Readonly<Record<string, string>>,
): DeclaredBal {
  if (rest === '') {
    const after = declared(value, identity);
    // Draft of July 2026: neither the address nor the type of a mailbox can be changed.
    if (after.address !== before.address || after.type !== before.type)
      throw new FhirError(
        400,
        'business-rule',
        'Adresse et type non modifiables / address and type cannot change',
      );
    return after;
  }
  if (rest === '.rank') return changed(before, 'Rang', value);
  const part = new RegExp(
    `^\\.extension\\('${METADATA.replaceAll('.', '\\.')}'\\)\\.extension\\('(\\w+)'\\)\\.value$`,
  ).exec(rest)?.[1];
  const name = part && declaredName(part);
  if (!name) throw new FhirError(400, 'not-supported', `Chemin refusé / path refused: ${rest}`);
  return changed(before, name, value);
}

function changed(before: DeclaredBal, name: string, value: unknown): DeclaredBal {
  return { ...before, attributes: { ...before.attributes, [name]: declaredValue(value) } };
}

function declared(value: unknown, identity: Readonly<Record<string, string>>): DeclaredBal {
  try {
    const bal = declaredFrom(value);
    // The draft tells one bearer of a CAB: who answers for it.
    const coholders = bal.type === 'CAB' ? [{ ...identity, EstResponsable: 'O' }] : [];
    return { ...bal, coholders, attributes: { ...bal.attributes, ...identity } };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new FhirError(400, 'structure', `ContactPoint: ${error.issues[0]?.message}`);
  }
}
