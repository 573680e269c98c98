/** Attributes in the order in which canonical XML writes them: namespaces first, then those without a namespace by name. */
export type XmlAttributes = Readonly<Record<string, string>>;

/**
 * One element as exclusive canonical XML writes it (no empty-element tags, quotes and escapes of its own), so that what is signed is what is
 * sent. Whoever calls it gives namespaces where they are first used, and attributes in order.
 */
export function element(name: string, attributes: XmlAttributes, ...content: readonly string[]): string {
  return `${openTag(name, attributes)}${content.join('')}</${name}>`;
}

export function openTag(name: string, attributes: XmlAttributes): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attributeText(value)}"`);
  return `<${name}${written.join('')}>`;
}

const TEXT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const ATTRIBUTE: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '"': '&quot;', '\t': '&#x9;', '\n': '&#xA;', '\r': '&#xD;' },
};

/** Canonical XML §1.1. */
export function text(value: string): string {
  return /[&<>\r]/.test(value) ? value.replace(/[&<>\r]/g, (c) => TEXT[c] ?? c) : value;
}

function attributeText(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (c) => ATTRIBUTE[c] ?? c);
}

/** xs:dateTime to the second, UTC. */
export function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
