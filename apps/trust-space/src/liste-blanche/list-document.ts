import type { DomainRow } from './domain-row.js';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const NAMESPACE = 'https://listeblanche.mssante.fr/schema';
const ROOT_END = '</ListeBlancheMSSante>';

/**
 * The list without its signature, already in exclusive canonical form: what is digested is what is published.
 * Layout and element order are those of the real list. Its rows, megabytes of them, are written once.
 */
export class CanonicalList {
  private readonly rows: Buffer;

  constructor(rows: readonly DomainRow[]) {
    this.rows = Buffer.from(rows.map(domainElement).join('\n'));
  }

  generatedAt(date: Date): Buffer {
    const head = [
      `<ListeBlancheMSSante xmlns="${NAMESPACE}">`,
      `    <DateDeGeneration>${secondsOf(date)}</DateDeGeneration>`,
      '    <ListeDomaines>',
      '',
    ].join('\n');
    return Buffer.concat([Buffer.from(head), this.rows, Buffer.from(`\n    </ListeDomaines>${ROOT_END}`)]);
  }
}

/** Puts the signature where the real list has it: last child of the root. */
export function withSignature(canonical: Buffer, signature: string): Buffer {
  const open = canonical.subarray(0, -ROOT_END.length);
  return Buffer.concat([Buffer.from(DECLARATION), open, Buffer.from(signature + ROOT_END)]);
}

export function withoutSignature(canonical: Buffer): Buffer {
  return Buffer.concat([Buffer.from(DECLARATION), canonical]);
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
