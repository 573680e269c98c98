import { type DerElement, derElements, derInside } from '@cachet/mss-core/trust';
import { type ByteAnswer, FetchFailure } from '../http/fetch-bytes.js';

const SEQUENCE = 0x30;
const SET = 0x31;
const OCTET_STRING = 0x04;
const SEARCH_ENTRY = 0x64;
const SEARCH_DONE = 0x65;
const SUCCESS = 0;
const NO_SUCH_OBJECT = 32;

/**
 * Reads what a directory answers to a search for one attribute of one entry: the attribute's first value, as HTTP would answer, 404 when
 * there is none. @throws FetchFailure when the directory refuses, leaves, says more than `maxBytes` or does not speak LDAP.
 */
export async function directoryAnswer(bytes: AsyncIterable<Buffer>, maxBytes: number): Promise<ByteAnswer> {
  let found: Uint8Array | null = null;
  for await (const operation of operationsFrom(bytes, maxBytes)) {
    if (operation.tag === SEARCH_ENTRY) found ??= valueIn(operation);
    if (operation.tag === SEARCH_DONE) return answerOf(operation, found);
  }
  throw new FetchFailure('the directory left without an answer');
}

/** What each message of the directory holds, as soon as it is there whole (RFC 4511 §4.1.1). */
async function* operationsFrom(bytes: AsyncIterable<Buffer>, maxBytes: number): AsyncIterable<DerElement> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    held = Buffer.concat([held, chunk]);
    if (held.length > maxBytes) throw new FetchFailure(`more than ${maxBytes} bytes`);
    for (let length = messageLength(held); length !== null && length <= held.length; ) {
      const [, operation] = derInside(held.subarray(0, length), SEQUENCE) ?? [];
      if (!operation) throw new FetchFailure('not a message of a directory');
      yield operation;
      held = held.subarray(length);
      length = messageLength(held);
    }
  }
}

/** With its header; null while the header itself is not whole. */
function messageLength(bytes: Uint8Array): number | null {
  const [tag, first] = bytes;
  if (tag !== undefined && tag !== SEQUENCE) throw new FetchFailure('not a message of a directory');
  if (first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4) throw new FetchFailure('not a message of a directory');
  if (bytes.length < 2 + octets) return null;
  return 2 + octets + Buffer.from(bytes.subarray(2, 2 + octets)).readUIntBE(0, octets);
}

/** The first value of an entry: one attribute was asked for. */
function valueIn({ content }: DerElement): Uint8Array | null {
  const [, attributes] = derElements(content) ?? [];
  const [attribute] = (attributes?.tag === SEQUENCE && derElements(attributes.content)) || [];
  const [, values] = (attribute && derElements(attribute.content)) ?? [];
  const [value] = (values?.tag === SET && derElements(values.content)) || [];
  return value?.tag === OCTET_STRING ? value.content : null;
}

function answerOf({ content }: DerElement, found: Uint8Array | null): ByteAnswer {
  const code = derElements(content)?.[0]?.content[0];
  if (code !== SUCCESS && code !== NO_SUCH_OBJECT) throw new FetchFailure(`the directory refused (${code})`);
  const body = Buffer.from(code === SUCCESS && found ? found : []);
  return { status: body.length > 0 ? 200 : 404, headers: {}, body };
}
