/**
 * Every configuration key of the installation, with what it is for. One list for all apps, because they share one
 * environment: a key that is not here is refused at start, so that a typing mistake never goes unnoticed.
 * A `secret` may also be given as `<KEY>_FILE`, the path of a file that holds it.
 */
export const CATALOGUE = {
  CACHET_OPERATOR_NAME: key(
    'Nom de l’opérateur, montré aux personnes',
    'Name of the operator, shown to people',
  ),
  CACHET_LOG_LEVEL: key('Niveau des journaux techniques', 'Level of the technical logs'),
  CACHET_BIND: key('Adresse d’écoute', 'Listening address'),
  CACHET_BUSINESS_CLOCK_FILE: key(
    'Fichier du décalage de l’horloge métier',
    'File holding the business clock offset',
  ),
  CACHET_DATABASE_URL: secret('Base PostgreSQL, rôle applicatif', 'PostgreSQL database, application role'),
  CACHET_DATABASE_OWNER_URL: secret(
    'Base PostgreSQL, rôle propriétaire (migrations)',
    'PostgreSQL database, owner role (migrations)',
  ),
  CACHET_DNS_SERVERS: key('Serveurs DNS interrogés (hôte:port)', 'DNS servers asked (host:port)'),
  CACHET_IGC_CHAIN: key('Fichier PEM de la chaîne IGC-Santé', 'PEM file of the IGC-Santé chain'),
  CACHET_IGC_FINGERPRINTS: key(
    'Empreintes SHA-256 des certificats de la chaîne, prises à la source',
    'SHA-256 fingerprints of the chain’s certificates, taken from the source',
  ),
  CACHET_IGC_CRL_URLS: key('Adresses des listes de révocation', 'Addresses of the revocation lists'),
  CACHET_IGC_OCSP_URL: key('Adresse du répondeur OCSP', 'Address of the OCSP responder'),
  CACHET_LISTE_BLANCHE_URL: key('Adresse de la liste blanche', 'Address of the liste blanche'),
  CACHET_LISTE_BLANCHE_SIGNERS: key(
    'DN autorisés à signer la liste blanche',
    'DNs allowed to sign the liste blanche',
  ),
  CACHET_PSC_ISSUER: key('Émetteur Pro Santé Connect', 'Pro Santé Connect issuer'),
  CACHET_PSC_METADATA_URL: key(
    'Adresse des métadonnées Pro Santé Connect',
    'Address of the Pro Santé Connect metadata',
  ),
  CACHET_PSC_CLIENT_ID: key('Identifiant client Pro Santé Connect', 'Pro Santé Connect client identifier'),
  CACHET_PSC_CLIENT_SECRET: secret('Secret client Pro Santé Connect', 'Pro Santé Connect client secret'),
  CACHET_PSC_MIN_ACR: key('Niveau d’authentification minimal', 'Minimum authentication level'),
  CACHET_API_PORT: key('Port de l’API', 'API port'),
  CACHET_API_URL: key('Adresse de l’API vue du portail', 'Address of the API seen from the portal'),
  CACHET_API_WS_URL: key(
    'Adresse WebSocket de l’API vue du navigateur',
    'WebSocket address of the API seen from the browser',
  ),
  CACHET_API_ORIGINS: key('Origines web admises par l’API', 'Web origins the API admits'),
  CACHET_API_INTROSPECTION: key('Introspection du schéma (on|off)', 'Schema introspection (on|off)'),
  CACHET_API_EXPLORER: key(
    'Explorateur de l’API dans le portail, /explorateur, pour un bac à sable (on|off)',
    'Explorer of the API in the portal, /explorateur, for a sandbox (on|off)',
  ),
  CACHET_API_PROXIES: key(
    'Proxys de l’opérateur devant l’API (adresses ou CIDR), crus quand ils disent qui appelle (X-Forwarded-For)',
    'The operator’s proxies before the API (addresses or CIDR), believed when they tell who calls (X-Forwarded-For)',
  ),
  CACHET_API_POINTS: key(
    'Points qu’un appelant peut dépenser d’un coup (10000)',
    'Points that a caller may spend at once (10000)',
  ),
  CACHET_API_POINTS_PER_SECOND: key(
    'Points rendus par seconde (500), par processus',
    'Points given back each second (500), by each process',
  ),
  CACHET_API_TEST_KEYS: key(
    'Les clés d’API créées ici sont celles d’un bac à sable : `mss_test_` au lieu de `mss_live_` (on|off)',
    'API keys made here are those of a sandbox: `mss_test_` instead of `mss_live_` (on|off)',
  ),
  CACHET_TRUSTED_DOCUMENTS: key(
    'Documents du portail (son `trusted-documents.json` ; plusieurs fichiers, séparés par des espaces, pendant un changement de version)',
    'Documents of the portal (its `trusted-documents.json`; several files, separated by spaces, while its version changes)',
  ),
  CACHET_TRUSTED_DOCUMENTS_ONLY: key(
    'Ces documents sont les seuls admis dans la session d’une personne (on|off ; on sans indication)',
    'These documents alone are admitted in a person’s session (on|off; on unless told)',
  ),
  CACHET_JOBS_HEALTH_PORT: key('Port de santé des tâches planifiées', 'Health port of the scheduled jobs'),
  CACHET_MAIL_HOSTNAME: key(
    'Nom d’hôte public du serveur de messagerie',
    'Public host name of the mail server',
  ),
  CACHET_POSTMASTER: key(
    'BAL qui répond de postmaster@ pour les domaines sans BAL de ce nom',
    'BAL that answers for postmaster@ of the domains without a BAL of that name',
  ),
  CACHET_MX_PORT: key('Port SMTP entre opérateurs', 'SMTP port between operators'),
  CACHET_SUBMISSION_PSC_PORT: key(
    'Port d’envoi, entrée Pro Santé Connect',
    'Submission port, Pro Santé Connect entry',
  ),
  CACHET_SUBMISSION_AUTHCLI_PORT: key(
    'Port d’envoi, entrée par certificat',
    'Submission port, certificate entry',
  ),
  CACHET_IMAP_PSC_PORT: key('Port IMAP, entrée Pro Santé Connect', 'IMAP port, Pro Santé Connect entry'),
  CACHET_IMAP_AUTHCLI_PORT: key('Port IMAP, entrée par certificat', 'IMAP port, certificate entry'),
  CACHET_MAILEDGE_SHARES_PORTS: key(
    'Ports de messagerie partagés avec d’autres processus (on|off)',
    'Mail ports shared with other processes (on|off)',
  ),
  CACHET_MAILEDGE_HEALTH_PORT: key('Port de santé de la messagerie', 'Health port of the mail edge'),
  CACHET_TLS_CERT_FILE: key('Fichier PEM du certificat serveur', 'PEM file of the server certificate'),
  CACHET_TLS_KEY_FILE: key(
    'Fichier PEM de la clé du certificat serveur',
    'PEM file of the server certificate’s key',
  ),
  CACHET_DATA_DIR: key('Dossier de données de la messagerie', 'Data folder of the mail edge'),
  CACHET_OUTBOUND_SMTP_PORT: key('Port SMTP des autres opérateurs', 'SMTP port of other operators'),
  CACHET_OUTBOUND_PRIVATE_ADDRESSES: key(
    'Remise aussi aux opérateurs situés à une adresse privée (on|off)',
    'Deliver also to peers on private addresses (on|off)',
  ),
  CACHET_PROVIDER_PRIVATE_ADDRESSES: key(
    'Fournisseurs d’identité des structures admis aussi à des adresses privées et en http, comme dans le bac à sable (on|off)',
    'Identity providers of structures taken also at private addresses and by http, as in the sandbox (on|off)',
  ),
  CACHET_WEBHOOK_PRIVATE_ADDRESSES: key(
    'Webhooks admis aussi à une adresse privée, comme dans le bac à sable (on|off)',
    'Webhooks taken also at private addresses, as in the sandbox (on|off)',
  ),
  CACHET_WEBHOOK_CA_FILE: key(
    'Fichier PEM d’autorités admises pour les webhooks, en plus de celles du système',
    'PEM file of authorities admitted for webhooks, beside those of the system',
  ),
  CACHET_EVENTS_KEPT: key(
    'Durée de conservation des événements et de leurs envois aux webhooks (ISO 8601)',
    'How long events and their calls to webhooks are kept (ISO 8601)',
  ),
  CACHET_DELIVERIES_KEPT: key(
    'Durée de conservation des remises terminées (ISO 8601, P10Y)',
    'How long deliveries that are over are kept (ISO 8601, P10Y)',
  ),
  CACHET_OUTSIDE_SMTP_URL: secret(
    'Relais de messagerie ordinaire, pour les avertissements hors de l’Espace de Confiance (smtp, smtps)',
    'Relay of ordinary mail, for warnings outside the trust space (smtp, smtps)',
  ),
  CACHET_OUTSIDE_SENDER: key(
    'Adresse ordinaire d’où partent ces avertissements',
    'Ordinary address that these warnings are sent from',
  ),
  CACHET_OPERATIONS_KEPT: key(
    'Durée de conservation des opérations terminées et de leurs lignes (ISO 8601)',
    'How long ended operations and their rows are kept (ISO 8601)',
  ),
  CACHET_DATABASE_POOL: key(
    'Connexions d’un processus à PostgreSQL pour les messages (20)',
    'Connections of one process to PostgreSQL for letters (20)',
  ),
  CACHET_IMAP_DATABASE_POOL: key('Les mêmes pour IMAP, à part (10)', 'The same for IMAP, apart (10)'),
  CACHET_DELIVERY_CONCURRENCY: key(
    'Messages en cours de remise à la fois vers les autres opérateurs',
    'Letters on their way to other operators at one time',
  ),
  CACHET_DELIVERY_PER_DESTINATION: key(
    'Messages en cours de remise à la fois vers un même domaine',
    'The same, to one destination',
  ),
  CACHET_DELIVERY_MAX_AGE: key(
    'Âge auquel un message non remis est abandonné (ISO 8601)',
    'Age at which an undelivered letter is given up (ISO 8601)',
  ),
  CACHET_MAX_MESSAGE_BYTES: key('Taille maximale d’un message (octets)', 'Maximum size of a message (bytes)'),
  CACHET_CLAMD: key(
    'Antivirus clamd : adresses hôte:port ou chemins de socket, ou off',
    'clamd scanners: host:port addresses or socket paths, or off',
  ),
  CACHET_RSPAMD_URL: key(
    'Adresse de rspamd, pour mettre à part le courrier indésirable',
    'Address of rspamd, to put unsolicited mail aside',
  ),
  CACHET_TEST_BALS: key(
    'Nombre de BAL de test de tout l’opérateur',
    'Number of test BAL of the whole operator',
  ),
  CACHET_ADDRESS_REST: key(
    'Temps pendant lequel l’adresse d’une BAL supprimée n’est donnée à personne d’autre',
    'How long the address of a deleted BAL is given to nobody else',
  ),
  CACHET_ANNUAIRE_FEED_URL: key(
    'Où les BAL sont déclarées à l’Annuaire Santé',
    'Where the BAL are declared to the Annuaire Santé',
  ),
  CACHET_ANNUAIRE_REPORT_URL: key(
    'Où se retirent les comptes rendus de l’Annuaire Santé',
    'Where the reports of the Annuaire Santé are fetched',
  ),
  CACHET_ANNUAIRE_CA_FILE: key(
    'Autorités PEM du certificat de l’Annuaire lui-même',
    'PEM authorities of the Annuaire’s own certificate',
  ),
  CACHET_ANNUAIRE_NAMES_FILE: key(
    'JSON des noms que l’ANS donne au raccordement',
    'JSON of the names that the ANS gives at onboarding',
  ),
  CACHET_ANNUAIRE_FORMER_CERT_FILE: key(
    'Certificat précédent, auquel seul sont remis les comptes rendus de ce qu’il a déposé',
    'Certificate before the one in force, to which alone reports of what it sent are given',
  ),
  CACHET_ANNUAIRE_FORMER_KEY_FILE: key('Clé du certificat précédent', 'Key of the certificate before'),
  CACHET_SIPIL_URL: key(
    'Où les statistiques du mois sont déposées',
    'Where monthly statistics are deposited',
  ),
  CACHET_SIPIL_CA_FILE: key(
    'Autorités PEM du certificat de SIPIL lui-même',
    'PEM authorities of SIPIL’s own certificate',
  ),
  CACHET_SIPIL_EMAIL: key(
    'Où l’ANS envoie aussi son compte rendu de dépôt',
    'Where the ANS sends its report of the deposit too',
  ),
  CACHET_INACTIVE_BAL_AFTER: key(
    'Durée sans authentification après laquelle une BAL est supprimée',
    'Time without authentication after which a BAL is deleted',
  ),
  CACHET_INACTIVE_BAL_WARNING: key(
    'Délai entre l’annonce de cette suppression et celle-ci',
    'Time between the announcement of that deletion and the deletion',
  ),
  CACHET_QUARANTINE_RETENTION: key(
    'Durée de garde des messages infectés (ISO 8601)',
    'How long infected messages are kept (ISO 8601)',
  ),
  CACHET_SESSION_IDLE: key(
    'Inactivité maximale d’une session (ISO 8601)',
    'Maximum idle time of a session (ISO 8601)',
  ),
  CACHET_SESSION_MAX: key(
    'Durée maximale d’une session (ISO 8601)',
    'Maximum length of a session (ISO 8601)',
  ),
  CACHET_SECOND_FACTOR_KEY: secret(
    'Clé de l’accès de secours (32 octets, base64)',
    'Key of the access de secours (32 bytes, base64)',
  ),
  CACHET_MASTER_KEY: secret(
    'Clé maîtresse du courrier conservé : versions « numéro:clé » (32 octets, base64)',
    'Master key of the mail that is kept: versions “number:key” (32 bytes, base64)',
  ),
  CACHET_VAULT_TRANSIT_URL: key(
    'Adresse du moteur transit de Vault qui tient la clé maîtresse',
    'Address of Vault’s transit engine that holds the master key',
  ),
  CACHET_VAULT_TRANSIT_KEY: key('Nom de la clé maîtresse dans Vault', 'Name of the master key in Vault'),
  CACHET_VAULT_NAMESPACE: key('Espace de noms de Vault', 'Vault’s namespace'),
  CACHET_VAULT_TOKEN: secret('Jeton d’accès à Vault', 'Vault token'),
  CACHET_VAULT_AGENT_TOKEN: key(
    'Fichier où un agent remplace le jeton d’accès à Vault',
    'File in which an agent replaces the Vault token',
  ),
  CACHET_BLOB_DIR: key(
    'Dossier des messages longs, commun à tous les processus (/var/lib/cachet/blobs), ou off',
    'Folder of long messages, shared by all processes (/var/lib/cachet/blobs), or off',
  ),
  CACHET_BLOB_FROM_BYTES: key(
    'Taille au-delà de laquelle un message va hors de la base (octets)',
    'Size beyond which a message goes beside the database (bytes)',
  ),
  CACHET_BLOB_S3_URL: key(
    'Adresse du compartiment S3 des messages longs',
    'Address of the S3 bucket of long messages',
  ),
  CACHET_BLOB_S3_REGION: key('Région S3', 'S3 region'),
  CACHET_BLOB_S3_KEY_ID: key('Identifiant de la clé S3', 'Id of the S3 key'),
  CACHET_BLOB_S3_SECRET: secret('Clé secrète S3', 'S3 secret key'),
  CACHET_AUTH_RATE: key('Limite des échecs de connexion (on|off)', 'Limit on failed sign-ins (on|off)'),
  CACHET_PUBLIC_MX: key(
    'Noms d’hôte publics du MX, le préféré d’abord',
    'Public host names of the MX, the preferred first',
  ),
  CACHET_PUBLIC_SUBMISSION_PSC: key(
    'Hôte public d’envoi, entrée Pro Santé Connect (hôte ou hôte:port)',
    'Public submission host, Pro Santé Connect entry (host or host:port)',
  ),
  CACHET_PUBLIC_SUBMISSION_AUTHCLI: key(
    'Hôte public d’envoi, entrée par certificat (hôte ou hôte:port)',
    'Public submission host, certificate entry (host or host:port)',
  ),
  CACHET_PUBLIC_IMAP_PSC: key(
    'Hôte public IMAP, entrée Pro Santé Connect (hôte ou hôte:port)',
    'Public IMAP host, Pro Santé Connect entry (host or host:port)',
  ),
  CACHET_PUBLIC_IMAP_AUTHCLI: key(
    'Hôte public IMAP, entrée par certificat (hôte ou hôte:port)',
    'Public IMAP host, certificate entry (host or host:port)',
  ),
  CACHET_PUBLIC_AUTOCONFIG: key(
    'Hôte public vers lequel mène autoconfig.<domaine>',
    'Public host to which autoconfig.<domain> leads',
  ),
  CACHET_PUBLIC_SPF: key(
    'Sources d’envoi annoncées par SPF (mx, ip4:…)',
    'Sending sources announced by SPF (mx, ip4:…)',
  ),
  CACHET_ANNUAIRE_PUBLICATION: key(
    'Comment les BAL sont déclarées : soap, ou fhir (brouillon de l’ANS)',
    'How BAL are declared: soap, or fhir (the ANS’s draft)',
  ),
  CACHET_ANNUAIRE_FHIR_URL: key('API FHIR de l’Annuaire Santé', 'FHIR API of the Annuaire Santé'),
  CACHET_ANNUAIRE_FHIR_KEY: secret(
    'Clé de l’API FHIR (ESANTE-API-KEY)',
    'Key of the FHIR API (ESANTE-API-KEY)',
  ),
  CACHET_ANNUAIRE_FHIR_CA_FILE: key(
    'Autorités PEM du certificat de l’API FHIR',
    'PEM authorities of the FHIR API’s certificate',
  ),
  CACHET_ANNUAIRE_FHIR_CALLS: key(
    'Appels de l’API FHIR par minute et par processus (60)',
    'Calls of the FHIR API a minute, for each process (60)',
  ),
  CACHET_ANNUAIRE_LDAP_URL: key(
    'Annuaire Santé par LDAP (TM2.1.1A), ldap://hôte:port',
    'Annuaire Santé by LDAP (TM2.1.1A), ldap://host:port',
  ),
  CACHET_ANNUAIRE_EXTRACTION_URL: key(
    'Extraction quotidienne des BAL de l’Annuaire Santé',
    'Daily extraction of the BAL of the Annuaire Santé',
  ),
  CACHET_ANNUAIRE_EXTRACTION_KIND: key(
    'Laquelle : public, ou tm213a (TM2.1.3A)',
    'Which one: public, or tm213a (TM2.1.3A)',
  ),
  CACHET_ANNUAIRE_EXTRACTION_CA_FILE: key(
    'Autorités PEM du certificat de l’extraction publique',
    'PEM authorities of the public extraction’s certificate',
  ),
  CACHET_ANNUAIRE_IDENTITIES_URL: key(
    'Identités des professionnels (TM2.1.4A)',
    'Identities of professionals (TM2.1.4A)',
  ),
  CACHET_WEB_PORT: key('Port du portail', 'Portal port'),
  CACHET_WEB_URL: key('Adresse publique du portail', 'Public address of the portal'),
  CACHET_WEB_SECRET: secret('Secret des cookies du portail', 'Secret of the portal’s cookies'),
} as const satisfies Record<string, CatalogueEntry>;

export type ConfigKey = keyof typeof CATALOGUE;

export interface CatalogueEntry {
  readonly secret: boolean;
  readonly fr: string;
  readonly en: string;
}

function key(fr: string, en: string): CatalogueEntry {
  return { secret: false, fr, en };
}

function secret(fr: string, en: string): CatalogueEntry {
  return { secret: true, fr, en };
}
