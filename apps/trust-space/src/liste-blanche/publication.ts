import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Identity } from '../pki/identity-store.js';
import { type DomainRow, domainRow } from './domain-row.js';
import { CanonicalList, withoutSignature, withSignature } from './list-document.js';
import { signatureOf } from './list-signature.js';

export const PUBLICATION_MODES = [
  'valid',
  'unsigned',
  'tampered',
  'otherSigner',
  'older',
  'future',
  'changed',
  'shrunk',
  'empty',
  'truncated',
  'unavailable',
] as const;
export type PublicationMode = (typeof PUBLICATION_MODES)[number];

const DAY = 86_400_000;
const stampSchema = z.object({ inputs: z.string(), generatedAt: z.coerce.date() });

/** The liste blanche as the trust space publishes it at this moment, sound or spoilt on purpose. */
export class Publication {
  private readonly file: string;
  private readonly stampFile: string;
  private readonly inputs: string;
  private readonly list: CanonicalList;
  private readonly domains = new Map<string, Set<string>>();
  private generatedAt = new Date(0);
  private shown: { readonly mode: PublicationMode | 'file'; readonly bytes: Buffer | null };

  constructor(
    folder: string,
    private readonly rows: readonly DomainRow[],
    private readonly signers: { readonly usual: Identity; readonly other: Identity },
  ) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, 'listeblanchemssante.xml');
    this.stampFile = join(folder, 'stamp.json');
    this.list = new CanonicalList(rows);
    this.inputs = createHash('sha256')
      .update(this.list.generatedAt(new Date(0)))
      .update(signers.usual.cert)
      .digest('hex');
    for (const { dn, name } of rows) this.domains.set(dn, (this.domains.get(dn) ?? new Set()).add(name));
    this.shown = { mode: 'valid', bytes: this.kept() ?? this.freshValid() };
  }

  get mode(): PublicationMode | 'file' {
    return this.shown.mode;
  }

  /** Bytes to serve; null when the service is down on purpose. A sound list is generated again each day, as the real one. */
  current(): Buffer | null {
    const isStale = Date.now() - this.generatedAt.getTime() > DAY;
    if (this.shown.mode === 'valid' && isStale) this.publish('valid');
    return this.shown.bytes;
  }

  publish(mode: PublicationMode): void {
    this.shown = { mode, bytes: this.bytesFor(mode) };
  }

  /** @throws when the file cannot be read. */
  publishFile(path: string): void {
    this.shown = { mode: 'file', bytes: readFileSync(path) };
  }

  /** Whether the last sound list binds this DN to this domain; without a domain, whether it knows the DN at all. */
  binds(dn: string, domain: string | null): boolean {
    const domains = this.domains.get(dn);
    return domains !== undefined && (domain === null || domains.has(domain.toLowerCase()));
  }

  /** The domains the last sound list gives to this DN. */
  domainsOf(dn: string): readonly string[] {
    return [...(this.domains.get(dn) ?? [])];
  }

  private bytesFor(mode: PublicationMode): Buffer | null {
    switch (mode) {
      case 'valid':
        return this.freshValid();
      case 'unsigned':
        return withoutSignature(this.text(this.nextDate()));
      case 'tampered':
        return tampered(this.signed(this.text(this.nextDate()), this.signers.usual));
      case 'otherSigner':
        return this.signed(this.text(this.nextDate()), this.signers.other);
      case 'older':
        return this.signed(this.text(new Date(this.generatedAt.getTime() - 7 * DAY)), this.signers.usual);
      case 'future':
        return this.signed(this.text(new Date(Date.now() + 3 * DAY)), this.signers.usual);
      case 'changed':
        return this.freshOf(changed(this.rows));
      case 'shrunk':
        return this.freshOf(this.rows.slice(0, Math.floor(this.rows.length * 0.6)));
      case 'empty':
        return this.freshOf([]);
      case 'truncated': {
        const whole = this.signed(this.text(this.nextDate()), this.signers.usual);
        return whole.subarray(0, Math.floor(whole.length / 2));
      }
      case 'unavailable':
        return null;
    }
  }

  private freshValid(): Buffer {
    this.generatedAt = this.nextDate();
    const bytes = this.signed(this.text(this.generatedAt), this.signers.usual);
    writeFileSync(this.file, bytes);
    writeFileSync(this.stampFile, JSON.stringify({ inputs: this.inputs, generatedAt: this.generatedAt }));
    return bytes;
  }

  /** Well signed, of other rows than the usual ones. Those remain what the trust space itself goes by. */
  private freshOf(rows: readonly DomainRow[]): Buffer {
    this.generatedAt = this.nextDate();
    return this.signed(new CanonicalList(rows).generatedAt(this.generatedAt), this.signers.usual);
  }

  // A generation is always dated after the one before it, even within the same second.
  private nextDate(): Date {
    return new Date(Math.max(Date.now(), this.generatedAt.getTime() + 1000));
  }

  private text(generatedAt: Date): Buffer {
    return this.list.generatedAt(generatedAt);
  }

  private signed(canonical: Buffer, signer: Identity): Buffer {
    return withSignature(canonical, signatureOf(canonical, signer));
  }

  private kept(): Buffer | null {
    if (!existsSync(this.file) || !existsSync(this.stampFile)) return null;
    const stamp = stampSchema.safeParse(JSON.parse(readFileSync(this.stampFile, 'utf8')));
    if (!stamp.success || stamp.data.inputs !== this.inputs) return null;
    this.generatedAt = stamp.data.generatedAt;
    return readFileSync(this.file);
  }
}

// A domain name changed after the signature: still well formed, no longer what was signed.
function tampered(list: Buffer): Buffer {
  const at = list.indexOf('<Nom>') + '<Nom>'.length;
  return Buffer.concat([list.subarray(0, at), Buffer.from('usurpe-'), list.subarray(at)]);
}

// As a day changes the real list: a domain comes, one certificate takes the place of another, nothing else moves.
function changed(rows: readonly DomainRow[]): readonly DomainRow[] {
  const [first, ...others] = rows;
  if (!first) return rows;
  const came = domainRow('nouveau-venu.mssante.fr', first.dn, new Date().toISOString().replace(/\.\d+/, ''));
  const moved = others.map((row, index) =>
    index === others.length - 1
      ? { ...row, dn: row.dn.replace(/CN=[^,]+/, 'CN=mss-renouvele.exemple.fr') }
      : row,
  );
  return [first, ...moved, came];
}
