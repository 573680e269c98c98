import {
  type CopiedEntry,
  type DirectoryFound,
  type DirectoryQuery,
  type DirectorySource,
  foldQuery,
  foundAmong,
} from '@cachet/mss-core/directory-search';
import type { Filter } from 'ldapts';
import { RecentAnswers, type WholeAnswer } from '../directory/recent-answers.js';
import { FetchFailure } from '../http/fetch-bytes.js';
import { DirectoryConnection, type DirectoryResult } from './directory-connection.js';
import { copiedFrom } from './directory-entry.js';
import { directoryFilter } from './directory-filter.js';
import { DIRECTORY_NAMES, type DirectoryNames } from './directory-names.js';

const SUCCESS = 0;
const TIME_LIMIT = 3;
const SIZE_LIMIT = 4;
const NO_SUCH_OBJECT = 32;
/** RFC 4511 §4.1.9: adminLimitExceeded is a limit too. */
const ADMIN_LIMIT = 11;

/** §6.5.1: what the directory gives at most. */
const MOST_ENTRIES = 100;
const TIMEOUT_MS = 5_000;

/** What somebody should know who looks after it, of one search: never what was looked for. */
export interface DirectoryNotice {
  /** Entries that were set aside. */
  readonly setAside: number;
}

export interface LdapDirectoryTools {
  readonly now: () => Date;
  readonly onNotice?: (notice: DirectoryNotice) => void;
  readonly names?: DirectoryNames;
}

/** The Annuaire Santé by TM2.1.1A, for people who search and for nothing else: no job asks it. */
// EX_2.1.1_5010
export class LdapDirectory implements DirectorySource {
  readonly origin = 'ldap';
  private readonly connection: DirectoryConnection;
  private readonly names: DirectoryNames;
  private readonly recent = new RecentAnswers();

  /** `url` as `ldap://host:port`. */
  constructor(
    url: string,
    private readonly tools: LdapDirectoryTools,
  ) {
    const { hostname, port } = new URL(url);
    this.connection = new DirectoryConnection(hostname.replace(/^\[|\]$/g, ''), port ? Number(port) : 389);
    this.names = tools.names ?? DIRECTORY_NAMES;
  }

  /** Rejects with FetchFailure when the directory is away or answers what is not LDAP. */
  async search(query: DirectoryQuery, limit: number, signal: AbortSignal): Promise<DirectoryFound> {
    const folded = foldQuery(query);
    const filter = folded.ok ? directoryFilter(query, this.names) : null;
    const now = this.tools.now();
    if (!folded.ok || !filter) return { kind: 'found', entries: [], asOf: now };
    const whole = this.recent.find(folded.value, now);
    const told = whole ? { ...whole, isCut: false } : await this.ask(filter, now, signal);
    if (!whole && !told.isCut) this.recent.keep(folded.value, told);
    const { entries, isTooMany } = foundAmong(query, told.entries, limit, {
      origin: 'ldap',
      asOf: told.asOf,
    });
    return { kind: told.isCut || isTooMany ? 'tooMany' : 'found', entries, asOf: told.asOf };
  }

  close(): void {
    this.connection.close();
  }

  private async ask(
    filter: Filter,
    asOf: Date,
    signal: AbortSignal,
  ): Promise<WholeAnswer & { readonly isCut: boolean }> {
    const { base, ...attributes } = this.names;
    const result = await this.connection.search({
      ...{ base, filter, attributes: Object.values(attributes), sizeLimit: MOST_ENTRIES },
      ...{ timeoutMs: TIMEOUT_MS, signal },
    });
    return { isCut: isLimited(result), entries: this.believed(result), asOf };
  }

  private believed({ entries }: DirectoryResult): readonly CopiedEntry[] {
    const believed = entries.flatMap((entry) => copiedFrom(entry, this.names) ?? []);
    const setAside = entries.length - believed.length;
    if (setAside > 0) this.tools.onNotice?.({ setAside });
    return believed;
  }
}

/** §6.5.1: TimeLimitExceeded and SizeLimitExceeded invite to tell more; what came before them counts. @throws FetchFailure for any other refusal. */
function isLimited({ code }: DirectoryResult): boolean {
  if (code === SUCCESS || code === NO_SUCH_OBJECT) return false;
  if (code === TIME_LIMIT || code === SIZE_LIMIT || code === ADMIN_LIMIT) return true;
  throw new FetchFailure(`the directory refused (${code})`);
}
