import { createHash } from 'node:crypto';
import {
  type DirectoryCache,
  type DirectoryFound,
  type DirectoryQuery,
  type DirectorySource,
  foundAmong,
  type KeptAnswer,
} from '@cachet/mss-core/directory-search';
import type { FetchBytes } from '../http/fetch-bytes.js';
import { CallGate, type GateNotice } from './call-gate.js';
import { askFhir, type FhirAccess } from './fhir-exchange.js';
import { FhirFailure } from './fhir-failure.js';
import { type FhirRequest, fhirPlan } from './fhir-plan.js';
import { byId, mailboxesIn, referenceIn } from './mailboxes-in.js';
import { type FhirPage, type FhirResource, pageIn } from './read-bundle.js';
import { asList } from './read-json.js';

const DAY_MS = 24 * 3_600_000;
/** The Annuaire changes at night. */
const FRESH_MS = DAY_MS;
/** EX_2.1.3_5020: what was told once is shown, with its age, for as long as an outage of the service was known to last. */
const USABLE_MS = 10 * DAY_MS;
const TIMEOUT_MS = 10_000;
const MOST_PAGES = 2;
const MOST_PLACES = 50;

export type FhirNotice = GateNotice | { readonly setAside: number };

export interface FhirDirectoryTools {
  readonly cache: DirectoryCache;
  readonly now: () => Date;
  readonly callsPerMinute: number;
  readonly onNotice?: (notice: FhirNotice) => void;
  readonly fetch?: FetchBytes;
}

/** The Annuaire Santé by its FHIR API, whose answers are kept: asked once a day for one question, and shown with their age while it is away. */
// RE_2.1_5030
export class FhirDirectory implements DirectorySource {
  readonly origin = 'fhir';
  private readonly gate: CallGate;
  private readonly notice: (notice: FhirNotice) => void;
  /** Questions that are being asked: who asks the same meanwhile waits for the same answer. */
  private readonly asked = new Map<string, Promise<KeptAnswer>>();

  constructor(
    private readonly access: FhirAccess,
    private readonly tools: FhirDirectoryTools,
  ) {
    this.notice = tools.onNotice ?? (() => undefined);
    this.gate = new CallGate(tools.now, tools.callsPerMinute, this.notice);
  }

  /** Never rejects for a fault of the service. */
  async search(query: DirectoryQuery, limit: number, signal: AbortSignal): Promise<DirectoryFound> {
    const plan = fhirPlan(query);
    const now = this.tools.now();
    if (plan.length === 0) return { kind: 'found', entries: [], asOf: now };
    const answer = await this.answered(plan, now, signal);
    if (!answer) return { kind: 'unavailable', trouble: signal.aborted ? 'late' : 'unavailable' };
    const { asOf, isCut } = answer;
    const { entries, isTooMany } = foundAmong(query, answer.entries, limit, { origin: 'fhir', asOf });
    return { kind: isCut || isTooMany ? 'tooMany' : 'found', entries, asOf };
  }

  private async answered(
    plan: readonly FhirRequest[],
    now: Date,
    signal: AbortSignal,
  ): Promise<KeptAnswer | null> {
    const key = createHash('sha256').update(JSON.stringify(plan)).digest('base64url');
    const kept = await this.tools.cache.read(key);
    const age = kept ? now.getTime() - kept.asOf.getTime() : Number.POSITIVE_INFINITY;
    if (kept && age < FRESH_MS) return kept;
    const usable = age < USABLE_MS ? kept : null;
    try {
      // What comes too late for who asked is kept for who asks next.
      return (await Promise.race([this.asking(key, plan, now), lateWhen(signal)])) ?? usable;
    } catch (error) {
      if (error instanceof FhirFailure) return usable;
      throw error;
    }
  }

  private asking(key: string, plan: readonly FhirRequest[], now: Date): Promise<KeptAnswer> {
    const before = this.asked.get(key);
    if (before) return before;
    const asking = this.ask(plan, now)
      .then(async (answer) => {
        await this.tools.cache.keep(key, answer);
        return answer;
      })
      .finally(() => this.asked.delete(key));
    asking.catch(() => undefined);
    this.asked.set(key, asking);
    return asking;
  }

  private async ask(plan: readonly FhirRequest[], asOf: Date): Promise<KeptAnswer> {
    const told = await Promise.all(plan.map((request) => this.pages(request)));
    const pages = told.flatMap((each) => each.pages);
    const resources = pages.flatMap(({ matches, included }) => [...matches, ...included]);
    const known = byId([...resources, ...(await this.placesOf(resources))]);
    const { entries, setAside } = mailboxesIn([...new Set(known.values())], known);
    if (setAside > 0) this.notice({ setAside });
    return { entries, asOf, isCut: told.some(({ isCut }) => isCut) };
  }

  private async pages({ type, criteria }: FhirRequest): Promise<{ pages: FhirPage[]; isCut: boolean }> {
    const query = new URLSearchParams(criteria.map(([name, value]): [string, string] => [name, value]));
    const pages: FhirPage[] = [];
    let next: string | null = `${this.access.baseUrl}/${type}?${query}`;
    while (next !== null && pages.length < MOST_PAGES) {
      const page: FhirPage = await this.call(next);
      pages.push(page);
      next = page.next;
    }
    return { pages, isCut: next !== null };
  }

  /** The structures of situations that bear a mailbox, which a search for people does not bring. */
  private async placesOf(resources: readonly FhirResource[]): Promise<readonly FhirResource[]> {
    const here = byId(resources);
    const wanted = resources
      .filter(
        ({ resourceType, telecom }) => resourceType === 'PractitionerRole' && asList(telecom).length > 0,
      )
      .map(({ organization }) => referenceIn(organization))
      .filter((reference) => !here.has(reference))
      .flatMap((reference) => /^Organization\/([A-Za-z0-9.-]{1,64})$/.exec(reference)?.[1] ?? []);
    const ids = [...new Set(wanted)].slice(0, MOST_PLACES);
    if (ids.length === 0) return [];
    const query = new URLSearchParams({ _id: ids.join(','), _count: String(MOST_PLACES) });
    const page = await this.call(`${this.access.baseUrl}/Organization?${query}`);
    // Of these we only want the names: a mailbox of theirs was not looked for.
    return page.matches.map(({ telecom: _, ...place }) => place);
  }

  private async call(url: string): Promise<FhirPage> {
    if (!this.gate.mayCall()) throw new FhirFailure('throttled', 'not called');
    const { access, tools } = this;
    try {
      const page = pageIn(await askFhir(access, { url, timeoutMs: TIMEOUT_MS }, tools.fetch), access.baseUrl);
      this.gate.succeeded();
      return page;
    } catch (error) {
      if (error instanceof FhirFailure) this.gate.failed(error);
      throw error;
    }
  }
}

function lateWhen(signal: AbortSignal): Promise<null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
}
