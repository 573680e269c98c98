import type { DomainRow } from './domain-row.js';

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
export const NAMESPACE = 'https://listeblanche.mssante.fr/schema';
const ROOT_END = '</ListeBlancheMSSante>';

/**
 * The list without its signature, already in exclusive canonical form: what is digested is what is published.
 * Layout and element order are those of the real list.
 */
export function canonicalList(rows: readonly DomainRow[], generatedAt: Date): string {
  return [
    `<ListeBlancheMSSante xmlns="${NAMESPACE}">`,
    `    <DateDeGeneration>${secondsOf(generatedAt)}</DateDeGeneration>`,
    '    <ListeDomaines>',
    ...rows.map(domainElement),
    `    </ListeDomaines>${ROOT_END}`,
  ].join('\n');
}

/** Puts the signature where the real list has it: last child of the root. */
export function withSignature(canonical: string, signature: string): Buffer {
  return Buffer.from(`${DECLARATION}${canonical.slice(0, -ROOT_END.length)}${signature}${ROOT_END}`);
}

export function withoutSignature(canonical: string): Buffer {
  return Buffer.from(DECLARATION + canonical);
}

function domainElement(row: DomainRow): string {
  return [
    '        <Domaine>',
    `            <Nom>${text(row.name)}</Nom>`,
    `            <Description>${text(row.description)}</Description>`,
    `            <DNCertificatOperateur>${text(row.dn)}</DNCertificatOperateur>`,
    `            <ResponsableContact>${text(row.responsible)}</ResponsableContact>`,
    `            <SupportContact>${text(row.support)}</SupportContact>`,
    `            <DateMAJ>${text(row.updatedAt)}</DateMAJ>`,
    '        </Domaine>',
  ].join('\n');
}

// Text nodes as Canonical XML writes them.
function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

function secondsOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
