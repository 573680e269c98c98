import { HttpListeBlancheSource, IgcListeBlancheVerifier } from '@cachet/ans';
import {
  type ActContext,
  approveListeBlanche,
  type ListeBlancheRegister,
  type ListeBlancheTools,
  type Outcome,
  type RefreshedListeBlanche,
  refreshListeBlanche,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  type Database,
  PgCompliance,
  PgJournal,
  PgListeBlancheVersions,
  PgPendingListeBlanche,
  PgRouting,
  type TenantSql,
} from '@cachet/schema';
import { type IgcConfig, openTrustStore } from './trust-store.js';

export interface TrustConfig extends IgcConfig {
  readonly CACHET_LISTE_BLANCHE_URL: string;
  readonly CACHET_LISTE_BLANCHE_SIGNERS: readonly string[];
}

/** Fetches, verifies and keeps the liste blanche; its traces and alarms are the operator's own tenant's. */
export interface ListeBlancheRefresher {
  refresh(act: ActContext): Promise<Outcome<RefreshedListeBlanche>>;
  /** Puts in force the list that waits for a person's yes, named by its SHA-256. */
  approve(act: ActContext, sha256: string): Promise<Outcome<RefreshedListeBlanche>>;
}

/** @throws a sentence for the administrator when the chain or the signers cannot serve. */
export async function openListeBlancheRefresher(
  config: TrustConfig,
  database: Database,
): Promise<ListeBlancheRefresher> {
  const trust = await openTrustStore(config);
  const source = new HttpListeBlancheSource({ url: config.CACHET_LISTE_BLANCHE_URL });
  const verifier = new IgcListeBlancheVerifier(trust, config.CACHET_LISTE_BLANCHE_SIGNERS);
  const routing = new PgRouting(database);
  const toolsOf = async (act: ActContext): Promise<ListeBlancheTools> => {
    const tenantId = await routing.operatorTenant();
    if (!tenantId) throw new Error('no operator tenant: facts about the installation could not be traced');
    await trust.refreshCrls();
    return {
      verifier,
      newId,
      wallClock: () => new Date(),
      register: (work) => database.withTenant({ ...act, tenantId }, (sql) => work(registerOf(sql))),
    };
  };
  return {
    refresh: async (act) => refreshListeBlanche(act, { ...(await toolsOf(act)), source }),
    approve: async (act, sha256) => approveListeBlanche(act, await toolsOf(act), sha256),
  };
}

function registerOf(sql: TenantSql): ListeBlancheRegister {
  return {
    versions: new PgListeBlancheVersions(sql),
    pending: new PgPendingListeBlanche(sql),
    journal: new PgJournal(sql),
    compliance: new PgCompliance(sql),
  };
}
