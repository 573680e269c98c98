import { z } from 'zod';
import type { DirectoryRecord } from '../directory-record.js';
import type { DeclaredBal } from '../feed-envelope.js';

const EMAIL_TYPE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type';
const MESSAGING = 'https://mos.esante.gouv.fr/NOS/TRE_R256-TypeMessagerie/FHIR/TRE-R256-TypeMessagerie';
const BAL_TYPES = 'https://mos.esante.gouv.fr/NOS/TRE_R257-TypeBAL/FHIR/TRE-R257-TypeBAL';
export const METADATA =
  'https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition/as-ext-mailbox-mss-metadata';

/** A mailbox as a ContactPoint (profile as-mailbox-mss). The one who answers for it is not shown in free access. */
export function telecomOf({ address, type, description, service, rank }: DirectoryRecord): object {
  return {
    system: 'email',
    value: address,
    ...(rank && { rank }),
    extension: [
      { url: EMAIL_TYPE, valueCoding: { system: MESSAGING, code: 'MSSANTE' } },
      {
        url: METADATA,
        extension: [
          { url: 'type', valueCodeableConcept: { coding: [{ system: BAL_TYPES, code: type }] } },
          ...(description ? [{ url: 'description', valueString: description }] : []),
          ...(service ? [{ url: 'service', valueString: service }] : []),
          { url: 'listeRouge', valueBoolean: false },
        ],
      },
    ],
  };
}

const metadata = z.object({
  url: z.string(),
  valueCode: z.string().optional(),
  valueCodeableConcept: z.object({ coding: z.array(z.object({ code: z.string() })).min(1) }).optional(),
  valueString: z.string().max(160).optional(),
  valueBoolean: z.boolean().optional(),
});
const contactPointSchema = z.object({
  system: z.literal('email'),
  value: z.string().max(256),
  rank: z.number().int().min(1).optional(),
  extension: z.array(z.object({ url: z.string(), extension: z.array(metadata).optional() })),
});

/** Names of the parts of a mailbox, in a ContactPoint and in a declaration. */
const DECLARED_AS: Readonly<Record<string, string>> = {
  description: 'Description',
  service: 'ServiceRattachement',
  responsible: 'Responsable',
  listeRouge: 'ListeRouge',
};

/** A ContactPoint read as a declaration would tell it. @throws z.ZodError */
export function declaredFrom(contactPoint: unknown): DeclaredBal {
  const { value, rank, extension } = contactPointSchema.parse(contactPoint);
  const parts = extension.find(({ url }) => url === METADATA)?.extension ?? [];
  const type = parts.find(({ url }) => url === 'type');
  const attributes = parts.flatMap((part) => {
    const name = DECLARED_AS[part.url];
    return name ? [[name, declaredValue(part.valueString ?? part.valueBoolean)] as const] : [];
  });
  const kind = type?.valueCode ?? type?.valueCodeableConcept?.coding[0]?.code ?? '';
  return {
    address: value.toLowerCase(),
    type: kind,
    coholders: [],
    attributes: {
      ...{ TypeBAL: kind, AdresseBAL: value, ListeRouge: 'N' },
      ...Object.fromEntries(attributes),
      ...(rank && { Rang: String(rank) }),
    },
  };
}

export function declaredName(part: string): string | undefined {
  return DECLARED_AS[part];
}

export function declaredValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'O' : 'N';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
