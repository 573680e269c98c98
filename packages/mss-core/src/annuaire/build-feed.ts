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
export function buildFeed(domain: string, bals: Iterable<OwnBal>, world: FeedWorld): Feed {
  const making = new FeedInMaking(domain);
  making.add(bals);
  return making.judgedBy(making.batches().map((batch) => ({ batch, world })));
}

/** Declarations that are judged at once. */
export type DeclaredBatch = readonly Omit<FeedEntry, 'findings'>[];

const BATCH = 2000;

/** A feed whose BAL come one page after the other: of each, its declaration alone stays. */
// EX_1.1.1_5010, EX_PBA_5150: records that the Annuaire would reject one by one are sent all the same, since it may change a severity any day.
export class FeedInMaking {
  readonly #declared: Omit<FeedEntry, 'findings'>[] = [];
  readonly #leftOut: { balId: string; reason: LeftOutReason }[] = [];

  constructor(private readonly domain: string) {}

  /** Answers how many of them are not declared. */
  add(bals: Iterable<OwnBal>): number {
    const before = this.#leftOut.length;
    for (const bal of bals) {
      const judged = declareBal(bal);
      if (judged.kind === 'leftOut') this.#leftOut.push({ balId: bal.id, reason: judged.reason });
      else this.#declared.push({ balId: bal.id, rank: bal.rank, declaration: judged.declaration });
    }
    return this.#leftOut.length - before;
  }

  /** In order of address, so many at once. */
  batches(): DeclaredBatch[] {
    this.#declared.sort((a, b) => compare(a.declaration.adresseBal, b.declaration.adresseBal));
    const count = Math.ceil(this.#declared.length / BATCH);
    return Array.from({ length: count }, (_, index) =>
      this.#declared.slice(index * BATCH, (index + 1) * BATCH),
    );
  }

  /** Judges each batch by what is known of it; the domain and how often an address is declared are the feed’s own. */
  judgedBy(batches: Iterable<{ readonly batch: DeclaredBatch; readonly world: FeedWorld }>): Feed {
    const judged: FeedEntry[] = [];
    for (const { batch, world } of batches) judged.push(...this.judge(batch, world));
    return this.made(judged);
  }

  judge(batch: DeclaredBatch, world: FeedWorld): FeedEntry[] {
    const times = this.#times();
    const controls = {
      ...world,
      domain: this.domain,
      timesDeclared: (address: string) => times.get(address) ?? 1,
    };
    return batch.map((each) => ({ ...each, findings: findingsOf(each.declaration, controls) }));
  }

  made(judged: readonly FeedEntry[]): Feed {
    return {
      ...{ domain: this.domain, leftOut: this.#leftOut },
      entries: judged.filter(({ findings }) => !findings.breaksMessage),
      keptBack: judged.filter(({ findings }) => findings.breaksMessage),
    };
  }

  /** Of addresses that are declared more than once alone. */
  #times(): ReadonlyMap<string, number> {
    this.#repeated ??= repeatedAmong(this.#declared);
    return this.#repeated;
  }

  #repeated: ReadonlyMap<string, number> | null = null;
}

const NOTHING_FOUND: Findings = { broken: [], breaksMessage: false, isBlocked: false };

/** Most declarations are right: they share one « nothing ». */
function findingsOf(declaration: Declaration, controls: ControlWorld): Findings {
  const findings = controlDeclaration(declaration, controls);
  return findings.broken.length === 0 ? NOTHING_FOUND : findings;
}

/** Sorted, those of one address stand beside each other. */
function repeatedAmong(declared: DeclaredBatch): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const [index, { declaration }] of declared.entries()) {
    const { adresseBal } = declaration;
    if (declared[index - 1]?.declaration.adresseBal === adresseBal)
      times.set(adresseBal, (times.get(adresseBal) ?? 1) + 1);
  }
  return times;
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
