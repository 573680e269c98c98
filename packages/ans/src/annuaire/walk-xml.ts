import { SaxesParser } from 'saxes';
import { ExchangeRefused } from './exchange-objection.js';

/** What a document of the Annuaire says, as it goes by: names without their namespaces, which no public text tells. */
export interface XmlWalker {
  open(name: string): void;
  /** `value` is the element’s own text, trimmed; null when it had elements inside. */
  close(name: string, value: string | null): void;
}

const MAX_DEPTH = 32;
const SLICE = 64 * 1024;

interface Open {
  readonly name: string;
  hasElements: boolean;
  text: string;
}

/**
 * Walks through a document. DOCTYPE and entities of its own are refused, and so is an element with very long text or very deep inside.
 */
export function walkXml(bytes: Uint8Array, walker: XmlWalker, maxText = 8192): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Open[] = [];
  const refuse = (objection: ConstructorParameters<typeof ExchangeRefused>[0]) => () => {
    throw new ExchangeRefused(objection);
  };
  parser.on('error', refuse('malformed'));
  parser.on('doctype', refuse('dtd'));
  parser.on('opentag', ({ local }) => {
    const parent = open.at(-1);
    if (parent) parent.hasElements = true;
    if (open.length >= MAX_DEPTH) throw new ExchangeRefused('malformed');
    open.push({ name: local, hasElements: false, text: '' });
    walker.open(local);
  });
  const addText = (text: string) => {
    const current = open.at(-1);
    if (!current || current.hasElements) return;
    current.text += text;
    if (current.text.length > maxText) throw new ExchangeRefused('tooLarge');
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed) walker.close(closed.name, closed.hasElements ? null : closed.text.trim());
  });
  feed(parser, bytes);
}

function feed(parser: SaxesParser<{ xmlns: true; position: false }>, bytes: Uint8Array): void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (slice: Uint8Array, stream: boolean) => {
    try {
      return decoder.decode(slice, { stream });
    } catch {
      throw new ExchangeRefused('malformed');
    }
  };
  for (let at = 0; at < bytes.length; at += SLICE)
    parser.write(decoded(bytes.subarray(at, at + SLICE), true));
  parser.write(decoded(new Uint8Array(), false));
  parser.close();
}
