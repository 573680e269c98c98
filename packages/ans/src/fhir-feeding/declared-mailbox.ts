import { createHash } from 'node:crypto';
import type { Declaration, FeedEntry } from '@cachet/mss-core/annuaire';
import type { BearerType } from '../fhir/fhir-plan.js';
import { FINESS, ID_NAT_PS, ID_NAT_STRUCT, METADATA } from '../fhir/mailboxes-in.js';

/** The resource that bears a mailbox, by its business identifier. */
export interface Bearer {
  readonly type: BearerType;
  /** As a token: system and value. */
  readonly identifier: string;
}

/** A mailbox as the FHIR service is fed with it. */
export interface DeclaredMailbox {
  readonly address: string;
  readonly bearer: Bearer;
  readonly contactPoint: object;
  /** The same for the same mailbox of the same bearer. */
  readonly print: string;
}

const EMAIL_TYPE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-contact-point-email-type';
const MESSAGING = 'https://mos.esante.gouv.fr/NOS/TRE_R256-TypeMessagerie/FHIR/TRE-R256-TypeMessagerie';
const BAL_TYPES = 'https://mos.esante.gouv.fr/NOS/TRE_R257-TypeBAL/FHIR/TRE-R257-TypeBAL';

/**
 * A declaration as a ContactPoint of the resource that bears it; null when no resource can: a person whom no register knows. The draft tells
 * the type of a mailbox now as a code, now as a coded concept of R256 or R257: this is what the service itself shows.
 */
export function declaredMailbox({
  declaration,
  rank,
}: Pick<FeedEntry, 'declaration' | 'rank'>): DeclaredMailbox | null {
  const bearer = bearerOf(declaration);
  if (!bearer) return null;
  const { adresseBal: address, typeBal, description, responsable, serviceRattachement } = declaration;
  const contactPoint = {
    ...{ system: 'email', value: address },
    ...(rank !== null && { rank }),
    extension: [
      { url: EMAIL_TYPE, valueCoding: { system: MESSAGING, code: 'MSSANTE' } },
      {
        url: METADATA,
        extension: [
          { url: 'type', valueCodeableConcept: { coding: [{ system: BAL_TYPES, code: typeBal }] } },
          ...textPart('description', description),
          ...textPart('responsible', responsable),
          ...textPart('service', serviceRattachement),
          { url: 'listeRouge', valueBoolean: declaration.listeRouge === 'O' },
        ],
      },
    ],
  };
  const told = JSON.stringify([bearer.type, bearer.identifier, contactPoint]);
  const print = createHash('sha256').update(told).digest('base64url').slice(0, 22);
  return { address, bearer, contactPoint, print };
}

function textPart(url: string, valueString: string | null): readonly { url: string; valueString: string }[] {
  return valueString ? [{ url, valueString }] : [];
}

function bearerOf(declaration: Declaration): Bearer | null {
  const { typeBal, typeIdentifiantPP, identifiantPP, typeIdentifiantPM, identifiantPM } = declaration;
  if (typeBal === 'ORG' || typeBal === 'APP') return structure(typeIdentifiantPM, identifiantPM);
  // A CAB is borne by who answers for it: the draft has no room for the others.
  const leader = declaration.cotitulaires?.find(({ estResponsable }) => estResponsable === 'O');
  return leader
    ? person(leader.typeIdentifiantPP, leader.identifiantPP)
    : person(typeIdentifiantPP, identifiantPP);
}

function person(type: string | null, number: string | null): Bearer | null {
  return (type === '8' || type === '0') && number
    ? { type: 'Practitioner', identifier: `${ID_NAT_PS}|${type}${number}` }
    : null;
}

function structure(type: string | null, number: string | null): Bearer | null {
  if (!type || !number) return null;
  const identifier = type === '1' ? `${FINESS}|${number}` : `${ID_NAT_STRUCT}|${type}${number}`;
  return { type: 'Organization', identifier };
}
