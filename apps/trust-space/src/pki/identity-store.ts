import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IgcAddresses } from './addresses.js';
import type { Authority } from './authority.js';
import { dnText } from './distinguished-name.js';
import { alternativeNames, type IdentityName, type IdentityPlan } from './identities.js';
import { KeyFile } from './key-file.js';
import type { Ledger } from './ledger.js';

const DAY = 86_400_000;
const VALIDITY = 2 * 365 * DAY;
const RENEW_BEFORE = 30 * DAY;

/** A certificate of the sandbox with its key, as files and as text. `cert` holds the leaf and then its authority. */
export interface Identity {
  readonly name: IdentityName;
  readonly certFile: string;
  readonly keyFile: string;
  readonly dn: string;
  readonly cert: string;
  readonly key: string;
}

/** Issues identities and keeps them; the same ones come back at later starts. */
export class IdentityStore {
  constructor(
    private readonly folder: string,
    private readonly ledger: Ledger,
    private readonly at: IgcAddresses,
  ) {}

  async open(name: IdentityName, plan: IdentityPlan, authority: Authority): Promise<Identity> {
    const key = await KeyFile.open(join(this.folder, `${name}.key`));
    const certFile = join(this.folder, `${name}.pem`);
    const recipe = recipeOf(plan, authority, this.at);
    if (!this.isKept(name, certFile, recipe, plan)) {
      const leaf = await authority.issue(order(plan), key, this.at);
      writeFileSync(certFile, `${leaf.toString('pem')}\n${authority.pem}`);
      this.ledger.record(name, leaf.serialNumber, recipe);
    }
    const serial = this.ledger.serialOf(name);
    if (plan.state === 'revoked' && serial) this.ledger.revoke(serial, new Date(Date.now() - DAY));
    const cert = readFileSync(certFile, 'utf8');
    return {
      name,
      certFile,
      keyFile: key.path,
      dn: dnText(plan.dn),
      cert,
      key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }

  private isKept(name: IdentityName, certFile: string, recipe: string, plan: IdentityPlan): boolean {
    if (!existsSync(certFile) || this.ledger.recipeOf(name) !== recipe) return false;
    if (plan.state === 'expired') return true;
    const { validToDate } = new X509Certificate(readFileSync(certFile));
    return validToDate.getTime() > Date.now() + RENEW_BEFORE;
  }
}

function order(plan: IdentityPlan) {
  const now = Date.now();
  const expired = plan.state === 'expired';
  return {
    kind: plan.kind,
    dn: plan.dn,
    names: alternativeNames(plan.hosts),
    notBefore: new Date(expired ? now - VALIDITY : now - 2 * DAY),
    notAfter: new Date(expired ? now - DAY : now + VALIDITY),
  };
}

// What a certificate depends on; when one of these changes (a port, a name, the authority), a new one is issued.
function recipeOf(plan: IdentityPlan, authority: Authority, at: IgcAddresses): string {
  return createHash('sha256')
    .update(JSON.stringify([plan, at, authority.certificate.serialNumber]))
    .digest('hex');
}
