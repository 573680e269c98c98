import { previewOf, previewRange } from '@cachet/mailstore';
import type { FolderItem, MessageBytes } from '@cachet/mss-core/messaging';
import type { ByteRange, MessageStructure } from '@cachet/mss-core/mime';
import { formatDateTime } from '../../wire/dates.js';
import type { ResponseWriter } from '../../wire/response-writer.js';
import { flagList, imapString, literal } from '../../wire/text.js';
import { emailId } from '../object-ids.js';
import { type Binary, cutDecoded, decodedPart, isBinary, rangesOf } from './binary.js';
import { bodyStructureText } from './body-structure.js';
import { envelopeText } from './envelope.js';
import { chooseFields } from './header-fields.js';
import type { FetchItem, PlainItem } from './items.js';
import type { Section } from './section.js';
import { cut, rangeOf } from './section-range.js';
import { withoutNul } from './without-nul.js';

/** A literal whose octets come from the store while they are written. */
interface Streamed {
  readonly size: number;
  readonly octets: AsyncIterable<Uint8Array>;
}

type ResponsePart = string | Streamed;

/** Beyond this, a header is not a header: choosing fields reads no more of it. */
const LARGEST_HEADER = 1024 * 1024;

/** One message to show, with what was loaded of it. */
export interface Shown {
  readonly number: number;
  readonly item: FolderItem;
  readonly isRecent: boolean;
  /** None where nothing of what was asked needs it. */
  readonly structure: MessageStructure | null | undefined;
  readonly items: readonly FetchItem[];
}

/** A response without octets of the message, in one line and without waiting: lists of a hundred thousand pass here. */
export function showFacts(out: ResponseWriter, shown: Shown): void {
  let facts = '';
  for (const item of shown.items) {
    if (item.kind === 'section' || item.kind === 'preview' || isBinary(item)) continue;
    for (const fact of plainText(item.kind, shown)) facts += facts === '' ? fact : ` ${fact}`;
  }
  out.line(`* ${shown.number} FETCH (${facts})`);
}

/**
 * Writes one FETCH response with sections. Everything is opened, and its reading `traced`, before the first octet is written; bodies then
 * stream. False when a part has an encoding that cannot be undone: it is left out.
 */
export async function show(
  out: ResponseWriter,
  bytes: MessageBytes,
  shown: Shown,
  traced: Promise<void>,
): Promise<boolean> {
  const parts: ResponsePart[] = [];
  let decodable = true;
  for (const item of shown.items) {
    const written = await itemParts(bytes, shown, item);
    if (written) parts.push(...written);
    else decodable = false;
  }
  await traced;
  if (parts.length === 0) return decodable;
  out.part(`* ${shown.number} FETCH (`);
  for (const [index, part] of parts.entries()) {
    const text = index === 0 || typeof part !== 'string' ? '' : ' ';
    if (typeof part === 'string') out.part(text + part);
    else await out.literal(part.size, part.octets);
  }
  out.line(')');
  return decodable;
}

/** Each string is one item (or its label, when its literal follows); null for a part whose encoding is unknown. */
async function itemParts(bytes: MessageBytes, shown: Shown, item: FetchItem): Promise<ResponsePart[] | null> {
  if (isBinary(item)) return binaryParts(bytes, shown, item);
  if (item.kind === 'preview') return [`PREVIEW ${await preview(bytes, shown)}`];
  if (item.kind !== 'section') return plainText(item.kind, shown);
  const range = shown.structure && rangeOf(shown.structure, item);
  if (!range) return [`${item.label} NIL`];
  if (item.piece === 'fields' || item.piece === 'fieldsNot') {
    const octets = await chosenFields(bytes, shown.item.messageId, item, range);
    return [`${item.label} ${octets === null ? 'NIL' : literal(octets)}`];
  }
  return streamed(bytes, shown.item.messageId, item, range);
}

/** RFC 8970 §3.1: empty where there is nothing to show. */
async function preview(bytes: MessageBytes, { item: { messageId }, structure }: Shown): Promise<string> {
  return imapString(structure ? await previewOf(structure, rangesOf(bytes, messageId)) : '');
}

/** RFC 3516 §4.3: decoded octets go as literal8, for they may hold NUL. */
async function binaryParts(
  bytes: MessageBytes,
  { item: { messageId }, structure }: Shown,
  item: Binary,
): Promise<ResponsePart[] | null> {
  const decoded = structure && (await decodedPart(bytes, messageId, structure, item));
  if (decoded === 'unknown') return null;
  if (item.kind === 'binarySize') return [`${item.label} ${decoded?.size ?? 0}`];
  if (!decoded) return [`${item.label} NIL`];
  return [`${item.label} ~`, cutDecoded(decoded, item.partial)];
}

function plainText(kind: Exclude<PlainItem, 'preview'>, { item, isRecent, structure }: Shown): string[] {
  switch (kind) {
    case 'flags':
      return [`FLAGS ${flagList(item.flags, isRecent)}`];
    case 'uid':
      return [`UID ${item.uid}`];
    case 'internalDate':
      return [`INTERNALDATE ${formatDateTime(item.internalDate)}`];
    case 'size':
      return [`RFC822.SIZE ${item.size}`];
    case 'modseq':
      return [`MODSEQ (${item.modseq})`];
    case 'emailId':
      return [`EMAILID (${emailId(item.messageId)})`];
    case 'threadId':
      // RFC 8474 §5.2: threads are made when a client asks for them, and have no name.
      return ['THREADID NIL'];
    case 'saveDate':
      return [`SAVEDATE ${formatDateTime(item.savedAt)}`];
    case 'envelope':
      return structure ? [`ENVELOPE ${envelopeText(structure.envelope)}`] : [];
    case 'body':
      return structure ? [`BODY ${bodyStructureText(structure.root, false)}`] : [];
    case 'bodyStructure':
      return structure ? [`BODYSTRUCTURE ${bodyStructureText(structure.root, true)}`] : [];
  }
}

async function streamed(
  bytes: MessageBytes,
  messageId: string,
  section: Section,
  range: ByteRange,
): Promise<ResponsePart[]> {
  const { start, end } = cut(range, section.partial);
  if (start === end) return [`${section.label} ""`];
  const stored = await bytes.open(messageId, { start, end });
  if (!stored) return [`${section.label} NIL`];
  return [`${section.label} `, { size: end - start, octets: withoutNul(stored.bytes) }];
}

async function chosenFields(
  bytes: MessageBytes,
  messageId: string,
  section: Section,
  range: ByteRange,
): Promise<string | null> {
  const stored = await bytes.open(messageId, headerOf(range));
  if (!stored) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of withoutNul(stored.bytes)) pieces.push(piece);
  const header = Buffer.concat(pieces).toString('latin1');
  const chosen = chooseFields(header, section.fields, section.piece === 'fields' ? 'these' : 'others');
  const { partial } = section;
  return partial ? chosen.slice(partial.offset, partial.offset + partial.length) : chosen;
}

/** What showing it opens of a message, as it opens it; of parts that are decoded nothing. */
export function rangesShown(structure: MessageStructure, items: readonly FetchItem[]): readonly ByteRange[] {
  return items.flatMap((item) => {
    if (item.kind === 'preview') return previewRange(structure) ?? [];
    if (item.kind !== 'section') return [];
    const range = rangeOf(structure, item);
    if (!range) return [];
    return item.piece === 'fields' || item.piece === 'fieldsNot' ? headerOf(range) : cut(range, item.partial);
  });
}

function headerOf({ start, end }: ByteRange): ByteRange {
  return { start, end: Math.min(end, start + LARGEST_HEADER) };
}
