import { decodeWords } from './encoded-words.js';
import { fileNameOf } from './file-name.js';
import type { HeaderFields } from './header-fields.js';
import { parseMailDate } from './mail-date.js';
import { messageIds } from './message-ids.js';
import { cleaned, readable } from './raw-text.js';
import type { MessageFacts, MimePart } from './structure.js';

const MAX_SUBJECT = 998;
const MAX_MSS_VALUE = 256;

export function factsOf(fields: HeaderFields, root: MimePart): MessageFacts {
  const date = fields.first('date');
  const leaves = [...leavesOf(root)];
  const references = referencesIn(fields);
  return {
    subject: said(fields, 'subject', MAX_SUBJECT),
    date: date === null ? null : parseMailDate(readable(date)),
    hasAttachments: leaves.some((leaf) => isAttachment(leaf)),
    hasXdm: leaves.some((leaf) => isXdm(leaf.part)),
    autoSubmitted: isAutoSubmitted(fields.first('auto-submitted')),
    receivedCount: fields.receivedCount,
    ...(references.length > 0 && { references }),
    xMssIns: said(fields, 'x-mss-ins', MAX_MSS_VALUE),
    xMssCodeCda: said(fields, 'x-mss-codecda', MAX_MSS_VALUE),
    xMssNil: said(fields, 'x-mss-nil', MAX_MSS_VALUE),
  };
}

/** RFC 5256 §3: References, or the first message of In-Reply-To where there are none. */
function referencesIn(fields: HeaderFields): readonly string[] {
  const named = messageIds(readable(fields.first('references') ?? ''));
  return named.length > 0 ? named : messageIds(readable(fields.first('in-reply-to') ?? '')).slice(0, 1);
}

/** A part that holds content of its own, and whether it lies among related parts, which a page shows itself. */
export interface Leaf {
  readonly part: MimePart;
  readonly related: boolean;
}

/** Parts with content, in reading order. A message inside is one leaf: its own parts belong to it. */
export function* leavesOf(part: MimePart, related = false): Generator<Leaf> {
  if (part.type !== 'multipart') yield { part, related };
  const among = part.subtype === 'related';
  for (const [index, child] of part.parts.entries()) yield* leavesOf(child, among && index > 0);
}

/** What a reader would look for under a paper clip. */
export function isAttachment({ part, related }: Leaf): boolean {
  if (part.disposition?.kind === 'attachment') return true;
  if (related && part.contentId !== null) return false;
  return fileNameOf(part) !== null || part.type !== 'text';
}

// R2 §3.2 as seen in the field: both IHE_XDM.ZIP and IHE_XDM.zip occur.
function isXdm(part: MimePart): boolean {
  return fileNameOf(part)?.toUpperCase() === 'IHE_XDM.ZIP';
}

// RFC 3834 §5: anything but "no", parameters aside.
function isAutoSubmitted(value: string | null): boolean {
  return value !== null && (value.split(/[;\s(]/)[0] ?? '').toLowerCase() !== 'no';
}

function said(fields: HeaderFields, name: string, length: number): string | null {
  const raw = fields.first(name);
  return raw === null ? null : cleaned(decodeWords(readable(raw.slice(0, 16_384))), length);
}
