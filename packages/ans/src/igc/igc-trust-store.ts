import { createHash } from 'node:crypto';
import { type Refusal, refused } from '@cachet/mss-core/outcome';
import type { DistinguishedName, RevocationListAge } from '@cachet/mss-core/trust';
import type { FetchBytes } from '../http/fetch-bytes.js';
import { fetchPublished } from '../ldap/fetch-published.js';
import { Authorities, isRoot } from './authorities.js';
import { type Certificate, readCertificate } from './certificate.js';
import { certificateRefused } from './certificate-objections.js';
import type { CertificateUse } from './certificate-use.js';
import { ChainAltered, chainDifferences, fingerprintsOf } from './chain-fingerprints.js';
import { type CrlRefresh, CrlShelf } from './crl-shelf.js';
import { judgePath } from './judge-path.js';
import { JudgementMemory } from './judgement-memory.js';
import { OcspClient } from './ocsp-client.js';
import { Revocation } from './revocation.js';

export interface IgcTrustStoreOptions {
  /** PEM text: the roots and intermediate authorities accepted, and only these. */
  readonly chainPem: string;
  /** SHA-256 of each of their certificates, as the trusted source tells them; null accepts the chain as it is. */
  readonly fingerprints?: readonly string[] | null;
  /** Where their complete CRLs are published. */
  readonly crlUrls: readonly string[];
  /** OCSP responder for all; null asks the one each certificate names. */
  readonly ocspUrl: string | null;
  /** Where fetched CRLs are kept for the next start; null keeps none. */
  readonly cacheFolder: string | null;
  readonly fetch?: FetchBytes;
  /** The technical clock; the business clock never ages certificates. */
  readonly clock?: () => Date;
}

export type CertificateJudgement =
  | {
      readonly ok: true;
      readonly dn: DistinguishedName;
      /** RFC 2253 text, for traces. */
      readonly dnText: string;
      /** Lower-case hex SHA-256 of the certificate. */
      readonly fingerprint: string;
      readonly notAfter: Date;
    }
  | { readonly ok: false; readonly refusal: Refusal };

const REFRESH_MS = 10 * 60_000;

/** Judges certificates by IGC-Santé: our own store of authorities, their dates and constraints, and revocation. */
export class IgcTrustStore {
  private readonly memory = new JudgementMemory();
  private readonly revocation: Revocation;

  private constructor(
    private readonly authorities: Authorities,
    private readonly crls: CrlShelf,
    ocsp: OcspClient,
    private readonly clock: () => Date,
  ) {
    this.revocation = new Revocation(crls, ocsp);
  }

  /**
   * Reads the chain and the CRLs kept on disk.
   * @throws ChainAltered, or a sentence for the administrator when the chain cannot serve.
   */
  static async load(options: IgcTrustStoreOptions): Promise<IgcTrustStore> {
    const differences = chainDifferences(
      options.chainPem,
      options.fingerprints ?? fingerprintsOf(options.chainPem),
    );
    if (differences.length > 0) throw new ChainAltered(differences);
    const authorities = Authorities.fromPem(options.chainPem);
    const fetch = options.fetch ?? fetchPublished;
    const clock = options.clock ?? (() => new Date());
    const crls = new CrlShelf({
      authorities,
      urls: options.crlUrls,
      cacheFolder: options.cacheFolder,
      fetch,
      clock,
    });
    await crls.restore();
    return new IgcTrustStore(authorities, crls, new OcspClient({ url: options.ocspUrl, fetch }), clock);
  }

  /** The PEM text of our authorities, for TLS contexts. */
  get chainPem(): string {
    return this.authorities.pem;
  }

  /**
   * Is this certificate acceptable now? Only the end certificate is looked at, never what a peer sent with it. A judgement
   * is remembered until a CRL changes or one of the dates it rests on passes.
   */
  async judge(
    leafDer: Uint8Array,
    now: Date = this.clock(),
    use: CertificateUse = 'connector',
  ): Promise<CertificateJudgement> {
    const key = `${use}:${createHash('sha256').update(leafDer).digest('hex')}`;
    const remembered = this.memory.recall(key, now, this.crls.generation);
    if (remembered) return remembered;
    const generation = this.crls.generation;
    const { judgement, until } = await this.judgeAfresh(leafDer, now, use);
    this.memory.remember(key, { judgement, generation, from: now, until });
    return judgement;
  }

  /** This store as a judge for one use: what an entry is given. */
  judgeOf(use: CertificateUse): { judge(leafDer: Uint8Array): Promise<CertificateJudgement> } {
    return { judge: (leafDer) => this.judge(leafDer, this.clock(), use) };
  }

  /** Chain, dates and kind at a given moment, without revocation: for what was fully judged at that moment already. */
  judgeAsOf(leafDer: Uint8Array, at: Date, use: CertificateUse): CertificateJudgement {
    const leaf = readCertificate(leafDer);
    if (!leaf) return refusedFor(certificateRefused('unreadable'));
    const judged = judgePath(this.authorities, leaf, use, at);
    return 'objection' in judged ? refusedFor(certificateRefused(judged.objection)) : accepted(leaf);
  }

  refreshCrls(): Promise<readonly CrlRefresh[]> {
    return this.crls.refresh();
  }

  /** Refreshes at once and then every `everyMs`; `report` hears of each result. Answers how to stop. */
  keepFresh(report: (results: readonly CrlRefresh[]) => void, everyMs = REFRESH_MS): () => void {
    const refresh = () => void this.refreshCrls().then(report);
    refresh();
    const timer = setInterval(refresh, everyMs);
    timer.unref();
    return () => clearInterval(timer);
  }

  /** Whether every authority has a CRL in its time; when not, the reason names the authority. */
  ready(now: Date = this.clock()): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
    const without = this.authorities.all.find((authority) => !this.crls.freshUntil(authority, now));
    return without ? { ok: false, reason: `no fresh CRL of ${without.dnText}` } : { ok: true };
  }

  /** What is held of each authority's lists, for whoever watches that they keep coming. */
  revocationLists(now: Date = this.clock()): readonly RevocationListAge[] {
    return this.authorities.all.map((authority) => ({
      authority: authority.dnText,
      isRoot: isRoot(authority),
      newest: this.crls.newestOf(authority),
      isFresh: this.crls.freshUntil(authority, now) !== null,
    }));
  }

  private async judgeAfresh(leafDer: Uint8Array, now: Date, use: CertificateUse): Promise<TimedJudgement> {
    const leaf = readCertificate(leafDer);
    if (!leaf) return { judgement: refusedFor(certificateRefused('unreadable')), until: after(now, MINUTE) };
    const judged = judgePath(this.authorities, leaf, use, now);
    if ('objection' in judged) {
      return { judgement: refusedFor(certificateRefused(judged.objection)), until: after(now, MINUTE) };
    }
    this.crls.heed(leaf.freshestCrls);
    const found = await this.revocation.ofPath(judged.path, now);
    if (found.state === 'unknown') {
      return { judgement: refusedFor(refused('revocationUnknown').refusal), until: after(now, UNKNOWN_MS) };
    }
    if (found.state === 'revoked') {
      return { judgement: refusedFor(certificateRefused('revoked')), until: after(now, MINUTE) };
    }
    return { judgement: accepted(leaf), until: earliest(found.until, ...judged.path.map((c) => c.notAfter)) };
  }
}

interface TimedJudgement {
  readonly judgement: CertificateJudgement;
  readonly until: Date;
}

const MINUTE = 60_000;
/** Long enough not to ask a silent responder for every connection, short enough to recover at once. */
const UNKNOWN_MS = 10_000;

function accepted(leaf: Certificate): CertificateJudgement {
  const { dn, dnText, fingerprint, notAfter } = leaf;
  return { ok: true, dn, dnText, fingerprint, notAfter };
}

function refusedFor(refusal: Refusal): CertificateJudgement {
  return { ok: false, refusal };
}

function after(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

function earliest(...dates: readonly Date[]): Date {
  return new Date(Math.min(...dates.map((date) => date.getTime())));
}
