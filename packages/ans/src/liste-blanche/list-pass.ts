import { createHash } from 'node:crypto';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type CanonicalElement, ExclusiveCanonicaliser } from './canonical-xml.js';
import { ListObjection } from './list-objection.js';
import type { SignedList } from './read-signed-list.js';
import { generationDate, RowReader } from './row-reader.js';
import { readListSignature, type SignatureNode, XMLDSIG } from './signature-element.js';

const MAX_DEPTH = 32;
const MAX_ATTRIBUTES = 32;
/** Four times the elements of a list twice as long as the real one. */
const MAX_ELEMENTS = 400_000;
const MAX_SIGNATURE_TEXT = 64 * 1024;
const MAX_SIGNATURE_ELEMENTS = 64;
const ROOT = 'ListeBlancheMSSante';

/**
 * One pass over a list: the parser's events go to the row reader and to the digest at once, those of the Signature to a small
 * tree beside. Throws ListObjection at the first thing that a list may not hold.
 */
export class ListPass {
  private readonly parser = new SaxesParser({ xmlns: true, position: false });
  private readonly digest = createHash('sha256');
  private pending = '';
  private readonly document = new ExclusiveCanonicaliser((text) => this.hash(text));
  private readonly reader = new RowReader();
  private namespace = '';
  private depth = 0;
  private elements = 0;
  private attributes = 0;
  /** The Signature's elements still open, outermost first; empty outside of it. */
  private readonly openNodes: SignatureNode[] = [];
  private signature: SignatureNode | null = null;
  private signatureElements = 0;
  private signatureText = 0;
  private signedInfo = '';
  private signedInfoCanonicaliser: ExclusiveCanonicaliser | null = null;

  constructor() {
    const stop = (objection: ConstructorParameters<typeof ListObjection>[0]) => () => {
      throw new ListObjection(objection);
    };
    this.parser.on('error', stop('malformed'));
    this.parser.on('doctype', stop('dtd'));
    this.parser.on('processinginstruction', stop('instruction'));
    this.parser.on('xmldecl', (declaration) => {
      const encoding = declaration.encoding?.toUpperCase() ?? 'UTF-8';
      if (declaration.version !== '1.0' || encoding !== 'UTF-8') throw new ListObjection('malformed');
    });
    this.parser.on('comment', () => this.comment());
    this.parser.on('attribute', () => this.attribute());
    this.parser.on('opentag', (tag) => this.open(tag));
    this.parser.on('text', (text) => this.text(text));
    this.parser.on('cdata', (text) => this.text(text));
    this.parser.on('closetag', () => this.close());
  }

  write(slice: string): void {
    this.parser.write(slice);
  }

  /** Ends the document and answers what it held. */
  end(): Omit<SignedList, 'sha256'> {
    this.parser.close();
    if (!this.signature) throw new ListObjection('unsigned');
    const signature = readListSignature(this.signature);
    const generatedAt = generationDate(this.reader.generationText);
    if (!generatedAt) throw new ListObjection('undated');
    this.digest.update(this.pending);
    return {
      rows: this.reader.rows,
      generatedAt,
      signature,
      contentDigest: this.digest.digest(),
      signedInfo: this.signedInfo,
    };
  }

  private open(tag: SaxesTagNS): void {
    this.attributes = 0;
    this.elements += 1;
    this.depth += 1;
    if (this.depth > MAX_DEPTH || this.elements > MAX_ELEMENTS) throw new ListObjection('unexpected');
    if (this.depth === 1) this.checkRoot(tag);
    const element = canonicalElement(tag);
    if (this.openNodes.length > 0 || tag.uri === XMLDSIG) this.openInSignature(element);
    else {
      this.document.openElement(element);
      this.reader.openElement(tag.uri === this.namespace ? tag.local : `{${tag.uri}}${tag.local}`);
    }
  }

  private checkRoot(tag: SaxesTagNS): void {
    if (tag.local !== ROOT) throw new ListObjection('unexpected');
    this.namespace = tag.uri;
  }

  private openInSignature(element: CanonicalElement): void {
    const node: SignatureNode = { element, children: [], text: '' };
    const parent = this.openNodes.at(-1);
    if (parent) parent.children.push(node);
    else this.beginSignature(node);
    this.openNodes.push(node);
    this.signatureElements += 1;
    if (this.signatureElements > MAX_SIGNATURE_ELEMENTS) throw new ListObjection('signatureProfile');
    if (this.openNodes.length === 2 && element.local === 'SignedInfo') this.beginSignedInfo();
    this.signedInfoCanonicaliser?.openElement(element);
  }

  /** Only a child of the root may be the Signature, and only one: elsewhere it would sign one part and let another be read. */
  private beginSignature(node: SignatureNode): void {
    if (node.element.local !== 'Signature' || this.depth !== 2) throw new ListObjection('signatureMisplaced');
    if (this.signature) throw new ListObjection('severalSignatures');
    this.signature = node;
  }

  private beginSignedInfo(): void {
    if (this.signedInfo !== '') throw new ListObjection('signatureProfile');
    this.signedInfoCanonicaliser = new ExclusiveCanonicaliser((text) => {
      this.signedInfo += text;
    });
  }

  private text(text: string): void {
    if (this.depth === 0) return;
    const node = this.openNodes.at(-1);
    if (!node) {
      this.document.text(text);
      this.reader.addText(text);
      return;
    }
    this.signatureText += text.length;
    if (this.signatureText > MAX_SIGNATURE_TEXT) throw new ListObjection('signatureProfile');
    node.text += text;
    this.signedInfoCanonicaliser?.text(text);
  }

  private close(): void {
    this.depth -= 1;
    if (this.openNodes.length === 0) {
      this.document.closeElement();
      this.reader.closeElement();
      return;
    }
    this.signedInfoCanonicaliser?.closeElement();
    this.openNodes.pop();
    if (this.openNodes.length === 1) this.signedInfoCanonicaliser = null;
  }

  /** A comment is not signed. Elsewhere it changes nothing; inside the Signature it could split a value in two. */
  private comment(): void {
    if (this.openNodes.length > 0) throw new ListObjection('signatureProfile');
  }

  private attribute(): void {
    this.attributes += 1;
    if (this.attributes > MAX_ATTRIBUTES) throw new ListObjection('unexpected');
  }

  private hash(text: string): void {
    this.pending += text;
    if (this.pending.length < 16_384) return;
    this.digest.update(this.pending);
    this.pending = '';
  }
}

function canonicalElement(tag: SaxesTagNS): CanonicalElement {
  const { prefix, local, uri } = tag;
  const attributes = Object.values(tag.attributes).filter(
    (attribute) => attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns',
  );
  return { prefix, local, uri, attributes };
}
