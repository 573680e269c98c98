import { FhirDirectory, LdapDirectory } from '@cachet/ans';
import type { DirectorySource } from '@cachet/mss-core';
import type { Clock, Logger } from '@cachet/runtime';
import { type Database, PgDirectoryCache } from '@cachet/schema';
import { type FhirConfig, fhirAccess } from './fhir-access.js';

export interface OutsideConfig extends FhirConfig {
  readonly CACHET_ANNUAIRE_LDAP_URL?: string | undefined;
  readonly CACHET_ANNUAIRE_FHIR_CALLS: number;
}

export interface OutsideDirectories {
  readonly sources: readonly DirectorySource[];
  close(): void;
}

interface Tools {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
}

/** The directories of the ANS that are asked when somebody searches; none unless the operator gave their addresses. */
// EX_2.1.1_5010, RE_2.1_5030
export async function openOutsideDirectories(
  config: OutsideConfig,
  tools: Tools,
): Promise<OutsideDirectories> {
  const access = await fhirAccess(config);
  const { CACHET_ANNUAIRE_LDAP_URL: ldapUrl, CACHET_ANNUAIRE_FHIR_CALLS: callsPerMinute } = config;
  const { clock: now, database, logger } = tools;
  // Neither who searched nor what for is told.
  const tell = (origin: DirectorySource['origin']) => (notice: object) =>
    logger.warn({ origin, ...notice }, 'outside directory');
  const cache = new PgDirectoryCache(database);
  const ldap = ldapUrl ? new LdapDirectory(ldapUrl, { now, onNotice: tell('ldap') }) : null;
  const fhir = access && new FhirDirectory(access, { cache, now, callsPerMinute, onNotice: tell('fhir') });
  return {
    sources: [fhir, ldap].filter((source) => source !== null),
    close: () => ldap?.close(),
  };
}
