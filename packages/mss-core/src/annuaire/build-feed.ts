import { createHash } from 'node:crypto';
import { controlDeclaration, type Findings } from './control-declaration.js';
import type { ControlWorld } from './control-rule.js';
import type { Declaration } from './declaration.js';
import { declareBal, type LeftOutReason, type OwnBal } from './declare-bal.js';

/** A declared BAL and what the controls say of it. */
export interface FeedEntry {
  readonly balId: string;
  /** 1 for the one to write to first among those of its holder: FHIR tells it, the feed of TM1.1.1P has no room for it. */
  readonly rank: number | null;
  readonly declaration: Declaration;
  readonly findings: Findings;
}

/** Everything that is declared of one domain: the Annuaire forgets whatever else it knew of it. */
export interface Feed {
  readonly domain: string;
  /** By address. */
  readonly entries: readonly FeedEntry[];
  /** Declared BAL that one breach of the schema keeps back: sent, they would have the whole message refused. */
  readonly keptBack: readonly FeedEntry[];
  readonly leftOut: readonly { readonly balId: string; readonly reason: LeftOutReason }[];
}

/** What the controls look at; the domain and the addresses are the feed’s own. */
export type FeedWorld = Omit<ControlWorld, 'domain' | 'timesDeclared'>;

/** The feed of one domain, from those of our BAL that have an address on it, whichever structure they belong to. */
// EX_1.1.1_5010, EX_PBA_5150: records that the Annuaire would reject one by one are sent all the same, since it may change a severity any day.
export function buildFeed(domain: string, bals: Iterable<OwnBal>, world: FeedWorld): Feed {
  const leftOut: { balId: string; reason: LeftOutReason }[] = [];
  const declarations: Omit<FeedEntry, 'findings'>[] = [];
  for (const bal of bals) {
    const judged = declareBal(bal);
    if (judged.kind === 'leftOut') leftOut.push({ balId: bal.id, reason: judged.reason });
    else declarations.push({ balId: bal.id, rank: bal.rank, declaration: judged.declaration });
  }
  declarations.sort((a, b) => compare(a.declaration.adresseBal, b.declaration.adresseBal));
  const times = countOf(declarations.map(({ declaration }) => declaration.adresseBal));
  const controls = { ...world, domain, timesDeclared: (address: string) => times.get(address) ?? 0 };
  const judged = declarations.map((each) => ({
    ...each,
    findings: controlDeclaration(each.declaration, controls),
  }));
  return {
    ...{ domain, leftOut },
    entries: judged.filter(({ findings }) => !findings.breaksMessage),
    keptBack: judged.filter(({ findings }) => findings.breaksMessage),
  };
}

/** Empties a domain at the Annuaire. */
// EX_GBM_6020: before it is withdrawn from the liste blanche.
export function emptyFeed(domain: string): Feed {
  return { domain, entries: [], keptBack: [], leftOut: [] };
}

/** What a feed said, by address: enough to tell the next one from it, and nothing that could be read. */
export type FeedFingerprints = ReadonlyMap<string, string>;

export function fingerprintsOf({ entries }: Pick<Feed, 'entries'>): FeedFingerprints {
  return new Map(
    entries.map(({ declaration }) => [declaration.adresseBal, fingerprintOf(declaration)] as const),
  );
}

/** The same for the same values, whatever made them. */
export function fingerprintOf(declaration: Declaration): string {
  const { cotitulaires, ...own } = declaration;
  const flat = [sorted(own), cotitulaires?.map(sorted) ?? null];
  return createHash('sha256').update(JSON.stringify(flat)).digest('base64url').slice(0, 22);
}

function sorted(values: object): readonly [string, unknown][] {
  return Object.entries(values).sort(([a], [b]) => compare(a, b));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function countOf(addresses: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const address of addresses) times.set(address, (times.get(address) ?? 0) + 1);
  return times;
}
