import {
  decodeWords,
  type Envelope,
  type EnvelopeAddress,
  type FolderItem,
  holds,
  type MessageSummary,
  normalized,
  type SearchKey,
  type UidSet,
} from '@cachet/mss-core';
import type { MessageText } from './message-text.js';

/** What is known of a candidate so far; texts are read only when nothing else decides. */
export interface Candidate {
  readonly item: FolderItem;
  readonly summary: MessageSummary | null;
  readonly text: MessageText | null;
}

/** True, false, or null when more must be known. */
export type Verdict = boolean | null;

/** Judges a candidate by the same question that made the SQL, on what is known. */
export function judge(key: SearchKey, candidate: Candidate): Verdict {
  const { item, summary, text } = candidate;
  switch (key.kind) {
    case 'all':
      return true;
    case 'and':
      return among(key.keys, candidate, false);
    case 'or':
      return among(key.keys, candidate, true);
    case 'not':
      return not(judge(key.key, candidate));
    case 'uid':
      return holds(ranges(key.uids), item.uid);
    case 'message':
      return item.messageId === key.messageId;
    case 'flag':
      return item.flags.includes(key.flag) === key.present;
    case 'modseq':
      return item.modseq >= key.atLeast;
    case 'size':
      return item.size > (key.largerThan ?? -1) && item.size < (key.smallerThan ?? Infinity);
    case 'internalDay':
      return within(dayOf(item.internalDate), key);
    case 'savedDay':
      return within(dayOf(item.savedAt), key);
    case 'age':
      return isAged((key.now.getTime() - item.internalDate.getTime()) / 1000, key);
    case 'sentDay':
      return summary && summary.facts.date !== null && within(summary.facts.date.slice(0, 10), key);
    case 'header':
      return headerVerdict(key, summary, text);
    case 'body':
      return text === null ? null : text.bodyHolds(key.contains);
    case 'text':
      return text && (text.headerHolds(key.contains) || text.bodyHolds(key.contains));
  }
}

/** Whether items alone decide: neither their envelopes nor their texts are asked about. */
export function isToldByItems(key: SearchKey): boolean {
  if (key.kind === 'not') return isToldByItems(key.key);
  if (key.kind === 'and' || key.kind === 'or') return key.keys.every(isToldByItems);
  return !['sentDay', 'header', 'body', 'text'].includes(key.kind);
}

/** Whether a question looks at what only the envelope tells. */
export function readsEnvelope(key: SearchKey): boolean {
  if (key.kind === 'not') return readsEnvelope(key.key);
  if (key.kind === 'and' || key.kind === 'or') return key.keys.some(readsEnvelope);
  return key.kind === 'header' || key.kind === 'sentDay';
}

/** One verdict that decides is enough: a false one of « and », a true one of « or ». */
function among(keys: readonly SearchKey[], candidate: Candidate, deciding: boolean): Verdict {
  let verdict: Verdict = !deciding;
  for (const key of keys) {
    const judged = judge(key, candidate);
    if (judged === deciding) return deciding;
    if (judged === null) verdict = null;
  }
  return verdict;
}

function not(verdict: Verdict): Verdict {
  return verdict === null ? null : !verdict;
}

const sorted = new WeakMap<UidSet, UidSet>();

function ranges(uids: UidSet): UidSet {
  const known = sorted.get(uids) ?? normalized(uids);
  sorted.set(uids, known);
  return known;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function within(
  day: string,
  { from, before }: { readonly from?: string; readonly before?: string },
): boolean {
  return (from === undefined || day >= from) && (before === undefined || day < before);
}

function isAged(
  seconds: number,
  { youngerThan, olderThan }: { readonly youngerThan?: number; readonly olderThan?: number },
): boolean {
  return seconds <= (youngerThan ?? Infinity) && seconds >= (olderThan ?? -Infinity);
}

function headerVerdict(
  key: Extract<SearchKey, { kind: 'header' }>,
  summary: MessageSummary | null,
  text: MessageText | null,
): Verdict {
  const shown = ENVELOPE_FIELDS.get(key.name.toLowerCase());
  if (shown) return summary && contains(shown(summary.envelope), key.contains);
  return text && contains(text.headerValues(key.name), key.contains);
}

/** RFC 3501 §6.4.4: an empty text matches wherever the field exists. */
function contains(values: readonly string[], wanted: string): boolean {
  const needle = folded(wanted);
  return values.some((value) => folded(value).includes(needle));
}

/** Every text that a question looks for, folded. */
export function wordsIn(key: SearchKey): readonly string[] {
  if (key.kind === 'not') return wordsIn(key.key);
  if (key.kind === 'and' || key.kind === 'or') return key.keys.flatMap(wordsIn);
  return key.kind === 'header' || key.kind === 'body' || key.kind === 'text' ? [folded(key.contains)] : [];
}

/** Whether a question reads fields that the envelope does not tell. */
export function readsFields(key: SearchKey): boolean {
  if (key.kind === 'not') return readsFields(key.key);
  if (key.kind === 'and' || key.kind === 'or') return key.keys.some(readsFields);
  return key.kind === 'header' && !ENVELOPE_FIELDS.has(key.name.toLowerCase());
}

/** More than one question has. */
const MOST_NEEDLES = 64;
const needles = new Map<string, string>();

/** The folded form of what is looked for: the same in message after message. */
export function needleOf(wanted: string): string {
  const known = needles.get(wanted);
  if (known !== undefined) return known;
  if (needles.size >= MOST_NEEDLES) needles.clear();
  const needle = folded(wanted);
  needles.set(wanted, needle);
  return needle;
}

/** One form for comparison: composed, lower case. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

const ENVELOPE_FIELDS = new Map<string, (envelope: Envelope) => readonly string[]>([
  ['subject', ({ subject }) => present(subject)],
  ['from', ({ from }) => addresses(from)],
  ['to', ({ to }) => addresses(to)],
  ['cc', ({ cc }) => addresses(cc)],
  ['bcc', ({ bcc }) => addresses(bcc)],
  ['message-id', ({ messageId }) => present(messageId)],
  ['in-reply-to', ({ inReplyTo }) => present(inReplyTo)],
]);

function present(value: string | null): readonly string[] {
  return value === null ? [] : [decodeWords(value)];
}

function addresses(list: readonly EnvelopeAddress[]): readonly string[] {
  return list.map(({ name, mailbox, host }) => `${decodeWords(name ?? '')} <${mailbox ?? ''}@${host ?? ''}>`);
}
