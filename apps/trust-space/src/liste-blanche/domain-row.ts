/** One `Domaine` element of the liste blanche: a domain and one DN allowed to speak for it. */
export interface DomainRow {
  readonly name: string;
  readonly description: string;
  readonly dn: string;
  readonly responsible: string;
  readonly support: string;
  /** xsd:dateTime. */
  readonly updatedAt: string;
}

/** A row with openly fictional contacts; the real list fills them on every row. */
export function domainRow(name: string, dn: string, updatedAt: string): DomainRow {
  return {
    name,
    dn,
    updatedAt,
    description: `Domaine de messagerie MSSanté ${name}`,
    responsible: `01 99 00 00 00, responsable@${name}`,
    support: `01 99 00 00 01, support@${name}`,
  };
}
