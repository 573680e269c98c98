/** A name with what its prefix stands for. */
export interface QualifiedName {
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
}

export interface CanonicalAttribute extends QualifiedName {
  readonly value: string;
}

export interface CanonicalElement extends QualifiedName {
  /** Its attributes, namespace declarations left out. */
  readonly attributes: readonly CanonicalAttribute[];
}

/**
 * Exclusive XML canonicalisation without comments (http://www.w3.org/2001/10/xml-exc-c14n#, no InclusiveNamespaces), as elements
 * stream by: each costs what it holds, however long the document. Feed it one element and its descendants.
 */
export class ExclusiveCanonicaliser {
  private readonly open: { readonly name: string; readonly rendered: Rendered }[] = [];

  constructor(private readonly write: (text: string) => void) {}

  openElement(element: CanonicalElement): void {
    const inherited = this.open.at(-1)?.rendered ?? NOTHING;
    const declared = declarations(element, inherited);
    const name = qualified(element);
    const rendered = declared.length > 0 ? new Map([...inherited, ...declared]) : inherited;
    this.open.push({ name, rendered });
    this.write(`<${name}${declared.map(declarationText).join('')}${attributesText(element.attributes)}>`);
  }

  text(value: string): void {
    this.write(/[&<>\r]/.test(value) ? value.replace(/[&<>\r]/g, (c) => TEXT_ESCAPES[c] ?? c) : value);
  }

  closeElement(): void {
    this.write(`</${this.open.pop()?.name}>`);
  }
}

/** Namespaces already written by the elements around, by prefix. */
type Rendered = ReadonlyMap<string, string>;

const NOTHING: Rendered = new Map();

/** The namespaces this element uses visibly and that are not yet written, in the order of their prefixes. */
function declarations(element: CanonicalElement, inherited: Rendered): [prefix: string, uri: string][] {
  if (element.attributes.length === 0 && (inherited.get(element.prefix) ?? '') === element.uri) return [];
  const used = new Map([[element.prefix, element.uri]]);
  for (const { prefix, uri } of element.attributes) if (prefix !== '') used.set(prefix, uri);
  used.delete('xml');
  return [...used]
    .filter(([prefix, uri]) => (inherited.get(prefix) ?? '') !== uri)
    .sort(([a], [b]) => byCodePoint(a, b));
}

function declarationText([prefix, uri]: [string, string]): string {
  return ` xmlns${prefix === '' ? '' : `:${prefix}`}="${attributeEscaped(uri)}"`;
}

function attributesText(attributes: readonly CanonicalAttribute[]): string {
  if (attributes.length === 0) return '';
  return [...attributes]
    .sort((a, b) => byCodePoint(a.uri, b.uri) || byCodePoint(a.local, b.local))
    .map((attribute) => ` ${qualified(attribute)}="${attributeEscaped(attribute.value)}"`)
    .join('');
}

function qualified({ prefix, local }: QualifiedName): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}

/** The order of code points, which is that of UTF-8 octets and not of UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
};

const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

function attributeEscaped(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (character) => ATTRIBUTE_ESCAPES[character] ?? character);
}
