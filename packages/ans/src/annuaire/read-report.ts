import { createHash } from 'node:crypto';
import type { DomainReport, FeedReport, ReportAnomaly, ReportCounts } from '@cachet/mss-core/annuaire';
import { ExchangeRefused } from './exchange-objection.js';
import { readSmallZip, type ZipBounds } from './small-zip.js';
import { walkXml, type XmlWalker } from './walk-xml.js';

/** A report that said ten times more of each of a hundred thousand BAL than the longest one would not reach these. */
const BOUNDS: ZipBounds = { archive: 20 * 1024 * 1024, files: 2, unpacked: 200 * 1024 * 1024 };
const FILE = /^cralimentationmss_(.{1,60})_\d{8,14}(_checksum\.txt|\.xml)$/i;

/**
 * Reads the archive of a report: two files whose names bear our ticket, the one with the SHA-256 of the other (§6.4.2.5).
 * @throws ExchangeRefused
 */
// EX_1.1.1_5030: its check is optional in the text, and made.
export function readReportArchive(archive: Buffer, ticket: string): FeedReport {
  const files = readSmallZip(archive, BOUNDS).map(({ name, bytes }) => {
    const [, of = '', end = ''] = FILE.exec(name) ?? [];
    if (of.toLowerCase() !== ticket.toLowerCase())
      throw new ExchangeRefused(of === '' ? 'archiveStrange' : 'otherTicket');
    return { isSum: end.toLowerCase() !== '.xml', bytes };
  });
  const [xml, ...otherXml] = files.filter(({ isSum }) => !isSum);
  const [sum, ...otherSums] = files.filter(({ isSum }) => isSum);
  if (!xml || !sum || otherXml.length + otherSums.length > 0) throw new ExchangeRefused('archiveStrange');
  if (!isSumOf(sum.bytes, xml.bytes)) throw new ExchangeRefused('checksumWrong');
  const report = readReport(xml.bytes);
  if (report.ticket.toLowerCase() !== ticket.toLowerCase()) throw new ExchangeRefused('otherTicket');
  return report;
}

/** In hexadecimal, alone or before the name of the file as sha256sum writes it. */
function isSumOf(sum: Buffer, bytes: Buffer): boolean {
  const [, hex] = /^\uFEFF?\s*([0-9a-f]{64})(?:\s|$)/i.exec(sum.subarray(0, 200).toString('utf8')) ?? [];
  return hex?.toLowerCase() === createHash('sha256').update(bytes).digest('hex');
}

type Leaves = Map<string, string>;

/** An element that is open: the values directly in it, and what was found inside. */
interface Frame {
  readonly leaves: Leaves;
  readonly anomalies: Leaves[];
}

const COUNTS = [
  'nbballus',
  'nbbaldelta',
  'nbbalcrees',
  'nbbalmaj',
  'nbbalsup',
  'nbbalerrblo',
  'nbbalerrnblo',
];
const MOST_ANOMALIES = 500_000;

/**
 * Reads a report (tables 20 to 24) by the names of its values alone: how they are enclosed is written in no public text. What has a motive is
 * an anomaly, completed by the values around it; what has a domain is the report of that domain. @throws ExchangeRefused
 */
export function readReport(xml: Buffer): FeedReport {
  const walker = new ReportWalker();
  walkXml(xml, walker);
  return walker.end();
}

class ReportWalker implements XmlWalker {
  readonly #open: Frame[] = [emptyFrame()];
  readonly #domains: DomainReport[] = [];
  #ticket = '';
  #found = 0;

  open(): void {
    this.#open.push(emptyFrame());
  }

  close(name: string, value: string | null): void {
    const frame = this.#open.pop();
    const parent = this.#open.at(-1);
    if (!frame || !parent) throw new ExchangeRefused('malformed');
    if (value === null) this.#closeFrame(frame, parent);
    else this.#keep(keyOf(name), value, parent);
  }

  end(): FeedReport {
    if (this.#ticket === '') throw new ExchangeRefused('noTicket');
    return { ticket: this.#ticket, domains: this.#domains };
  }

  #keep(key: string, value: string, { leaves }: Frame): void {
    if (key === 'ticket') this.#ticket ||= value;
    if (value !== '') leaves.set(key, value);
  }

  #closeFrame({ leaves, anomalies }: Frame, parent: Frame): void {
    if (leaves.has('motiferreur')) {
      this.#found += 1;
      if (this.#found > MOST_ANOMALIES) throw new ExchangeRefused('tooLarge');
      parent.anomalies.push(leaves);
      return;
    }
    const completed = anomalies.map((inner) => new Map([...leaves, ...inner]));
    const domain = leaves.get('domaine');
    if (domain !== undefined && leaves.size + anomalies.length > 1) {
      this.#domains.push(domainOf(leaves, completed));
      return;
    }
    // A domain alone in an element of its own is that of what comes beside it, and so are counts.
    for (const key of ['domaine', ...COUNTS]) {
      const value = leaves.get(key);
      if (value !== undefined) parent.leaves.set(key, value);
    }
    parent.anomalies.push(...completed);
  }
}

function emptyFrame(): Frame {
  return { leaves: new Map(), anomalies: [] };
}

/** The text writes some names in two ways. */
function keyOf(name: string): string {
  const key = name.toLowerCase();
  if (key === 'codemss0') return 'codemsso';
  return key.replace(/^typidentifiant/, 'typeidentifiant');
}

function domainOf(leaves: Leaves, anomalies: readonly Leaves[]): DomainReport {
  return {
    domain: (leaves.get('domaine') ?? '').toLowerCase(),
    counts: countsOf(leaves),
    anomalies: anomalies.map(anomalyOf),
  };
}

function countsOf(leaves: Leaves): ReportCounts {
  const count = (key: string) => {
    const text = leaves.get(key) ?? '';
    return /^\d{1,9}$/.test(text) ? Number(text) : 0;
  };
  return {
    ...{ read: count('nbballus'), different: count('nbbaldelta'), created: count('nbbalcrees') },
    ...{ changed: count('nbbalmaj'), removed: count('nbbalsup') },
    ...{ blocked: count('nbbalerrblo'), warned: count('nbbalerrnblo') },
  };
}

function anomalyOf(leaves: Leaves): ReportAnomaly {
  const pair = (first: string, second: string) => {
    const [a, b] = [leaves.get(first), leaves.get(second)];
    return a !== undefined && b !== undefined ? ([a, b] as const) : null;
  };
  const name = pair('nomexerciceannuaire', 'prenomexerciceannuaire');
  const identity = pair('typeidentifiantppannuaire', 'identifiantppannuaire');
  return {
    code: (leaves.get('codemsso') ?? '').toUpperCase(),
    motive: (leaves.get('motiferreur') ?? '').slice(0, 320),
    severity: /^warning$/i.test(leaves.get('criticiteerreur') ?? '') ? 'warning' : 'blocking',
    address: leaves.get('adressebal')?.toLowerCase() ?? null,
    knownName: name && { familyName: name[0], givenName: name[1] },
    knownIdentity: identity && { type: identity[0], number: identity[1] },
  };
}
