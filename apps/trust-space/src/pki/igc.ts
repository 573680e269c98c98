import { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../world/world.js';
import type { IgcAddresses } from './addresses.js';
import { Authority } from './authority.js';
import { CertificateJudge } from './certificate-judge.js';
import { authorityDn } from './distinguished-name.js';
import { IDENTITY_NAMES, type IdentityName, identityPlans } from './identities.js';
import { type Identity, IdentityStore } from './identity-store.js';
import { KeyFile } from './key-file.js';
import { Ledger } from './ledger.js';
import { OcspResponder } from './ocsp-responder.js';
import { RevocationLists } from './revocation-lists.js';
import { x509 } from './x509.js';

const ROOT = 'TEST AC RACINE IGC-SANTE ELEMENTAIRE';
const INTERMEDIATE = 'TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS';

/** The simulated IGC-Santé: the test branch with its identities, revocation lists and OCSP responder. */
export interface Igc {
  readonly intermediate: Authority;
  /** Intermediate first, so that tools that take the first certificate pair it with `caKeyFile`. */
  readonly chainFile: string;
  readonly caKeyFile: string;
  readonly chain: string;
  /** SHA-256 of the two certificates of the chain, as IGC-Santé publishes them beside. */
  readonly fingerprints: readonly string[];
  readonly addresses: IgcAddresses;
  readonly identities: Readonly<Record<IdentityName, Identity>>;
  readonly lists: RevocationLists;
  readonly ocsp: OcspResponder;
  readonly judge: CertificateJudge;
  /** Revokes by serial number (hexadecimal): the next revocation list and OCSP answer say so. */
  revoke(serial: string): void;
}

/** Opens the test branch kept in `folder`, making at the first start what is missing. */
export async function openIgc(folder: string, world: World, addresses: IgcAddresses): Promise<Igc> {
  const { root, intermediate } = await openBranch(folder, addresses);
  const ledger = Ledger.open(join(folder, 'ledger.json'));
  const identities = await openIdentities(folder, world, addresses, intermediate, ledger);
  const chainFile = join(folder, 'chain.pem');
  const chain = intermediate.pem + root.pem;
  writeFileSync(chainFile, chain);
  const lists = new RevocationLists({ root, intermediate }, ledger, addresses.deltaCrl);
  return {
    intermediate,
    chainFile,
    chain,
    fingerprints: [intermediate, root].map(({ pem }) => new X509Certificate(pem).fingerprint256),
    caKeyFile: intermediate.key.path,
    addresses,
    identities,
    lists,
    ocsp: await openResponder(intermediate, identities.ocspResponder, ledger),
    judge: new CertificateJudge(intermediate, ledger),
    revoke: (serial) => {
      ledger.revoke(serial, new Date());
      lists.forget();
    },
  };
}

async function openBranch(
  folder: string,
  at: IgcAddresses,
): Promise<{ root: Authority; intermediate: Authority }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const root = await Authority.open(folder, 'root', authorityDn(ROOT), null);
  const parent = { authority: root, crl: at.rootCrl };
  const intermediate = await Authority.open(folder, 'ca', authorityDn(INTERMEDIATE), parent);
  return { root, intermediate };
}

async function openIdentities(
  folder: string,
  world: World,
  at: IgcAddresses,
  intermediate: Authority,
  ledger: Ledger,
): Promise<Record<IdentityName, Identity>> {
  const strangers = join(folder, 'stranger');
  const stranger = await openBranch(strangers, at);
  const ours = new IdentityStore(folder, ledger, at);
  const theirs = new IdentityStore(strangers, Ledger.open(join(strangers, 'ledger.json')), at);
  const plans = identityPlans(world);
  const opened = await Promise.all(
    IDENTITY_NAMES.map((name) =>
      plans[name].stranger
        ? theirs.open(name, plans[name], stranger.intermediate)
        : ours.open(name, plans[name], intermediate),
    ),
  );
  return Object.fromEntries(opened.map((identity) => [identity.name, identity])) as Record<
    IdentityName,
    Identity
  >;
}

async function openResponder(issuer: Authority, identity: Identity, ledger: Ledger): Promise<OcspResponder> {
  const key = await KeyFile.open(identity.keyFile);
  const certificate = new x509.X509Certificate(firstPem(identity.cert));
  return new OcspResponder(issuer.certificate.rawData, certificate.rawData, key.signingKey(), ledger);
}

/** The leaf alone of an identity's PEM. */
export function firstPem(chain: string): string {
  const end = '-----END CERTIFICATE-----';
  return chain.slice(0, chain.indexOf(end) + end.length);
}
