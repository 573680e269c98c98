import type { ListeBlancheRow } from '@cachet/mss-core/trust';

/**
 * Collects the rows as elements stream by, by their path under the root. Elements it does not know are passed over: the
 * real list holds more than the reference text says, and may hold more tomorrow.
 */
export class RowReader {
  readonly rows: ListeBlancheRow[] = [];
  generationText: string | null = null;
  private readonly path: string[] = [];
  private text = '';
  private domain: string | null = null;
  private dn: string | null = null;

  openElement(local: string): void {
    this.path.push(local);
    this.text = '';
    if (this.isAt('Domaine')) {
      this.domain = null;
      this.dn = null;
    }
  }

  addText(text: string): void {
    this.text += text;
  }

  closeElement(): void {
    if (this.path.length === 2 && this.path[1] === 'DateDeGeneration')
      this.generationText ??= this.text.trim();
    if (this.isAt('Domaine', 'Nom')) this.domain ??= this.text.trim().toLowerCase();
    if (this.isAt('Domaine', 'DNCertificatOperateur')) this.dn ??= this.text.trim();
    if (this.isAt('Domaine')) this.keepRow();
    this.path.pop();
    this.text = '';
  }

  private keepRow(): void {
    // An operator may be listed before its certificate exists: its domain counts, no DN speaks for it.
    if (this.domain) this.rows.push({ domain: this.domain, dn: this.dn ?? '' });
  }

  private isAt(...below: readonly string[]): boolean {
    return (
      this.path.length === 2 + below.length &&
      this.path[1] === 'ListeDomaines' &&
      below.every((local, index) => this.path[2 + index] === local)
    );
  }
}

/** xsd:dateTime; without a zone it is taken as UTC. Null when it is no date. */
export function generationDate(text: string | null): Date | null {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?$/.exec(text ?? '');
  const date = found ? new Date(`${found[1]}${found[2] ?? 'Z'}`) : null;
  return date && !Number.isNaN(date.getTime()) ? date : null;
}
