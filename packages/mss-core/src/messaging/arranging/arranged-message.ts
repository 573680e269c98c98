import type { EnvelopeAddress } from '../../mime/index.js';
import { decodeWords } from '../../mime/index.js';
import type { FolderItem, MessageSummary } from '../folder-ports.js';

/** A message about to be put in order: its item, and what its header says where that is asked. */
export interface ArrangedMessage {
  readonly item: Pick<FolderItem, 'uid' | 'internalDate' | 'size'>;
  readonly summary: MessageSummary | null;
}

/** RFC 5256 §2.2: the Date field in UTC, or the internal date where there is none to be understood. Milliseconds. */
export function sentTime({ item, summary }: ArrangedMessage): number {
  const date = summary?.facts.date;
  const time = date ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? item.internalDate.getTime() : time;
}

/** RFC 5256 §3 FROM, TO, CC: the local part of the first address. */
export function firstMailbox(list: readonly EnvelopeAddress[] | undefined): string {
  return list?.[0]?.mailbox ?? '';
}

/** RFC 5957 §3: the name of the first address as people see it, or the address. */
export function displayName(list: readonly EnvelopeAddress[] | undefined): string {
  const first = list?.[0];
  if (!first) return '';
  return first.name ? decodeWords(first.name) : `${first.mailbox ?? ''}@${first.host ?? ''}`;
}

/** RFC 5051 i;unicode-casemap, as near as the language has it: one form, without regard to case. */
export function casemap(text: string): string {
  return text.toUpperCase().normalize('NFKD');
}
