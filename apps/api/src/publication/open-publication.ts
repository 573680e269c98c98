import { readFile } from 'node:fs/promises';
import {
  AnnuaireClient,
  FhirPublication,
  IgcListeBlancheVerifier,
  type IgcTrustStore,
  ListeBlancheInForce,
  SoapPublication,
} from '@cachet/ans';
import {
  ANNUAIRE_NAMES,
  type AnnuaireNames,
  type DirectoryPublication,
  type FeedWorld,
  NOS,
  namedByDeclarations,
  type PublicationTools,
  type ReportTools,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import {
  type Database,
  listeBlancheVersions,
  PgDirectoryFacts,
  PgFeedShelf,
  PgFhirFeedMemory,
  withOperator,
} from '@cachet/schema';
import { type FhirConfig, fhirAccess } from '../directory/fhir-access.js';

export interface PublicationConfig extends FhirConfig {
  readonly CACHET_ANNUAIRE_PUBLICATION: 'soap' | 'fhir';
  readonly CACHET_ANNUAIRE_FEED_URL?: string | undefined;
  readonly CACHET_ANNUAIRE_REPORT_URL?: string | undefined;
  readonly CACHET_ANNUAIRE_CA_FILE?: string | undefined;
  readonly CACHET_ANNUAIRE_NAMES_FILE?: string | undefined;
  readonly CACHET_ANNUAIRE_FORMER_CERT_FILE?: string | undefined;
  readonly CACHET_ANNUAIRE_FORMER_KEY_FILE?: string | undefined;
  readonly CACHET_TLS_CERT_FILE?: string | undefined;
  readonly CACHET_TLS_KEY_FILE?: string | undefined;
  readonly CACHET_IGC_CHAIN: string;
}

export type Publication = PublicationTools & ReportTools;

interface Log {
  error(facts: object, message: string): void;
}

/** What publishing works with; null where the operator configured no Annuaire. */
export async function openPublication(
  config: PublicationConfig & { readonly CACHET_LISTE_BLANCHE_SIGNERS: readonly string[] },
  { database, trust, log }: { readonly database: Database; readonly trust: IgcTrustStore; readonly log: Log },
): Promise<Publication | null> {
  const directories = await openDirectories(config, database);
  const [directory] = directories;
  if (!directory) return null;
  const versions = listeBlancheVersions(database);
  const listed = new ListeBlancheInForce({
    ...{ latest: versions.latest, xmlOf: versions.xmlOf, copy: null },
    verifier: new IgcListeBlancheVerifier(trust, config.CACHET_LISTE_BLANCHE_SIGNERS),
    report: (problem) => log.error({ problem }, 'liste blanche not loaded'),
  });
  return publicationOf(database, directories, async (domain) => {
    const list = await listed.load();
    return list.ok ? list.value.hasDomain(domain) : null;
  });
}

/** The same over what a test gives in the Annuaire’s place. */
export function publicationOf(
  database: Database,
  directories: readonly DirectoryPublication[],
  isListed: (domain: string) => Promise<boolean | null>,
): Publication {
  const [directory] = directories;
  if (!directory) throw new Error('publication needs a directory');
  return {
    ...{ shelf: new PgFeedShelf(database), directory, directories },
    world: async (act, domain, batch): Promise<FeedWorld> => ({
      ...{ isListed: await isListed(domain), nomenclatures: NOS, at: act.at },
      facts: await PgDirectoryFacts.about(database, namedByDeclarations(batch)),
    }),
    tellOperator: async (act, events) => {
      await withOperator(database, act, (compliance) => compliance.raise(events));
    },
  };
}

/** By the certificate in force, then by the one before it: a report is given to the certificate of its deposit. */
// EX_1.1.1_5020
async function openDirectories(
  config: PublicationConfig,
  database: Database,
): Promise<readonly DirectoryPublication[]> {
  const bySoap = await openSoap(config);
  if (config.CACHET_ANNUAIRE_PUBLICATION === 'soap') return bySoap;
  const access = await fhirAccess(config);
  if (!access) throw new Error(FHIR_NEEDED);
  const memory = new PgFhirFeedMemory(database, () => new Date());
  // What was fed by SOAP before still has its reports there.
  return [new FhirPublication(access, memory, newId), ...bySoap];
}

async function openSoap(config: PublicationConfig): Promise<readonly DirectoryPublication[]> {
  const { CACHET_ANNUAIRE_FEED_URL: feedUrl, CACHET_ANNUAIRE_REPORT_URL: reportUrl } = config;
  const pairs = [
    [config.CACHET_TLS_CERT_FILE, config.CACHET_TLS_KEY_FILE],
    [config.CACHET_ANNUAIRE_FORMER_CERT_FILE, config.CACHET_ANNUAIRE_FORMER_KEY_FILE],
  ] as const;
  if (!feedUrl || !reportUrl) return [];
  if (!pairs[0][0] || !pairs[0][1]) throw new Error(IDENTITY_NEEDED);
  const ca = await text(config.CACHET_ANNUAIRE_CA_FILE ?? config.CACHET_IGC_CHAIN);
  const names = await readNames(config.CACHET_ANNUAIRE_NAMES_FILE);
  const software = { name: 'Cachet', version: '0.1.0', installation: 'cachet' };
  const opened = pairs.map(async ([certFile, keyFile]) => {
    if (!certFile || !keyFile) return null;
    const identity = { cert: await text(certFile), key: await text(keyFile) };
    const access = { feedUrl, reportUrl, ca, names, software, identity };
    return new SoapPublication(new AnnuaireClient(access, () => new Date(), newId));
  });
  return (await Promise.all(opened)).filter((each) => each !== null);
}

/** Neither WSDL nor XSD is public: what the ANS gives at onboarding takes the place of our own names, one by one. */
async function readNames(file: string | undefined): Promise<AnnuaireNames> {
  return file ? { ...ANNUAIRE_NAMES, ...JSON.parse(await text(file)) } : ANNUAIRE_NAMES;
}

function text(file: string): Promise<string> {
  return readFile(file, 'utf8');
}

const FHIR_NEEDED =
  'CACHET_ANNUAIRE_FHIR_URL et CACHET_ANNUAIRE_FHIR_KEY sont nécessaires avec CACHET_ANNUAIRE_PUBLICATION=fhir / CACHET_ANNUAIRE_FHIR_URL and CACHET_ANNUAIRE_FHIR_KEY are needed with CACHET_ANNUAIRE_PUBLICATION=fhir';
const IDENTITY_NEEDED =
  'CACHET_TLS_CERT_FILE et CACHET_TLS_KEY_FILE sont nécessaires avec CACHET_ANNUAIRE_FEED_URL / CACHET_TLS_CERT_FILE and CACHET_TLS_KEY_FILE are needed with CACHET_ANNUAIRE_FEED_URL';
