import { isBinary } from './binary.js';
import type { FetchItem } from './items.js';

/** What a FETCH will need, known from its items before any message is looked at. */
export interface FetchPlan {
  readonly items: readonly FetchItem[];
  readonly hasSections: boolean;
  readonly needsStructure: boolean;
  readonly marksSeen: boolean;
  /** Shows octets of a body; headers alone are not content. */
  readonly readsContent: boolean;
  /** RFC 7162 CHANGEDSINCE. */
  readonly changedSince: number | null;
  /** Messages loaded in one transaction. */
  readonly batch: number;
}

const WITH_STRUCTURE = 200;
const WITHOUT_STRUCTURE = 5_000;

/** How the items were asked. */
export interface FetchWay {
  readonly byUid: boolean;
  readonly changedSince: number | null;
  readonly qresync: boolean;
}

export function plan(asked: readonly FetchItem[], way: FetchWay): FetchPlan {
  const { changedSince } = way;
  const items = completed(asked, way);
  const sections = items.filter((item) => item.kind === 'section');
  const decoded = items.filter(isBinary);
  const hasSections =
    sections.length > 0 || decoded.length > 0 || items.some(({ kind }) => kind === 'preview');
  const needsStructure = hasSections || items.some((item) => STRUCTURED.has(item.kind));
  return {
    items,
    hasSections,
    needsStructure,
    marksSeen: [...sections, ...decoded].some((item) => item.marksSeen),
    readsContent:
      sections.some(({ piece }) => piece === 'whole' || piece === 'text') ||
      decoded.some(({ kind }) => kind === 'binary') ||
      items.some(({ kind }) => kind === 'preview'),
    changedSince,
    batch: needsStructure ? WITH_STRUCTURE : WITHOUT_STRUCTURE,
  };
}

const STRUCTURED: ReadonlySet<FetchItem['kind']> = new Set(['envelope', 'body', 'bodyStructure']);

/** UID FETCH always tells the uid (RFC 3501 §6.4.8), CHANGEDSINCE the modseq (RFC 7162 §3.1.4.1), with QRESYNC beside the uid (§3.2.4). */
function completed(
  asked: readonly FetchItem[],
  { byUid, changedSince, qresync }: FetchWay,
): readonly FetchItem[] {
  const has = (kind: FetchItem['kind']) => asked.some((item) => item.kind === kind);
  const added: FetchItem[] = [];
  const tellsModseq = changedSince !== null || has('modseq');
  if ((byUid || (qresync && tellsModseq)) && !has('uid')) added.push({ kind: 'uid' });
  if (changedSince !== null && !has('modseq')) added.push({ kind: 'modseq' });
  return [...added, ...asked];
}
