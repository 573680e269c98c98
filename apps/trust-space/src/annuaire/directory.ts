import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredBal, Feed } from './feed-envelope.js';

export interface ReceivedFeed {
  readonly ticket: string;
  readonly dn: string;
  readonly at: string;
  readonly domains: readonly string[];
  readonly bals: readonly DeclaredBal[];
  /** The SOAP message as it came. */
  readonly envelope: string;
  processed: boolean;
}

interface Kept {
  readonly feeds: ReceivedFeed[];
  published: Record<string, DeclaredBal>;
}

/** The Annuaire's store: feeds in their order of arrival, and what their treatment has published. Kept on disk. */
export class Directory {
  private readonly file: string;
  private readonly kept: Kept;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, 'annuaire.json');
    this.kept = existsSync(this.file)
      ? JSON.parse(readFileSync(this.file, 'utf8'))
      : { feeds: [], published: {} };
  }

  /** Puts a feed aside for the treatment and returns its ticket. */
  receive(feed: Feed, dn: string, envelope: string): string {
    const ticket = randomUUID();
    const { domains, bals } = feed;
    this.kept.feeds.push({
      ticket,
      dn,
      domains,
      bals,
      envelope,
      at: new Date().toISOString(),
      processed: false,
    });
    this.save();
    return ticket;
  }

  /** The nightly treatment, now: each feed replaces all the mailboxes of its domains (§6.4.2.4). */
  process(): number {
    const waiting = this.kept.feeds.filter((feed) => !feed.processed);
    for (const feed of waiting) {
      const others = Object.entries(this.kept.published).filter(([address]) => !isIn(address, feed.domains));
      this.kept.published = Object.fromEntries([...others, ...feed.bals.map((bal) => [bal.address, bal])]);
      feed.processed = true;
    }
    this.save();
    return waiting.length;
  }

  get feeds(): readonly ReceivedFeed[] {
    return this.kept.feeds;
  }

  /** What anybody may see: mailboxes on the red list are not published. */
  get published(): readonly DeclaredBal[] {
    return Object.values(this.kept.published).filter(({ attributes }) => attributes.ListeRouge !== 'O');
  }

  private save(): void {
    writeFileSync(this.file, JSON.stringify(this.kept), { mode: 0o600 });
  }
}

function isIn(address: string, domains: readonly string[]): boolean {
  return domains.includes(address.slice(address.lastIndexOf('@') + 1));
}
