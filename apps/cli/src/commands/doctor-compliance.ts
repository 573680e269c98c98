import { REFUS, type Work } from '../command.js';
import { type Spoken, spoken } from '../spoken.js';
import type { Finding } from './finding.js';

export const COMPLIANCE_SCOPE = 'compliance:read';

/** What a kind of event is about and what to do, until the kind that ends it; and for how many days it is worth telling. */
interface Known {
  readonly part: Spoken;
  readonly remedy: Spoken;
  readonly endedBy?: string;
  readonly days: number;
}

const CERTIFICATE = spoken('Certificat du serveur', 'Certificate of the server');
const LISTE_BLANCHE = spoken('Réception de la liste blanche', 'Coming of the liste blanche');
const STATISTICS = spoken('Statistiques', 'Statistics');
const IGC = spoken('IGC-Santé', 'IGC-Santé');

const KNOWN: Readonly<Record<string, Known>> = {
  'certificate.expiresSoon': {
    ...{ part: CERTIFICATE, days: 90 },
    remedy: spoken(
      'Renouvelez le certificat avant sa fin ; un nouveau sert sans redémarrage.',
      'Renew the certificate before it ends; a new one serves without a restart.',
    ),
  },
  'igc.chainAltered': {
    ...{ part: IGC, days: 30 },
    remedy: spoken(
      'Remettez la chaîne publiée par l’IGC-Santé et vérifiez ses empreintes.',
      'Put back the chain published by the IGC-Santé and check its fingerprints.',
    ),
  },
  'igc.revocationOverdue': {
    ...{ part: IGC, days: 2 },
    remedy: spoken(
      'Vérifiez que le processus jobs joint l’IGC-Santé : au-delà, les échanges attendent.',
      'Check that the process jobs reaches the IGC-Santé: past their time, mail waits.',
    ),
  },
  'listeBlanche.refused': {
    ...{ part: LISTE_BLANCHE, days: 7, endedBy: 'listeBlanche.published' },
    remedy: spoken(
      'Lisez pourquoi dans les événements de conformité ; la précédente reste en vigueur.',
      'Read why among the events of compliance; the former one stays in force.',
    ),
  },
  'listeBlanche.awaitsApproval': {
    ...{ part: LISTE_BLANCHE, days: 7, endedBy: 'listeBlanche.published' },
    remedy: spoken(
      'Un administrateur de l’opérateur doit l’accepter dans le portail.',
      'An administrator of the operator must accept it in the portal.',
    ),
  },
  'listeBlanche.unreachable': {
    ...{ part: LISTE_BLANCHE, days: 2, endedBy: 'listeBlanche.published' },
    remedy: spoken(
      'Vérifiez que le processus jobs joint le serveur de l’ANS.',
      'Check that the process jobs reaches the server of the ANS.',
    ),
  },
  'scanner.unavailable': {
    ...{ part: spoken('Antivirus', 'Antivirus'), days: 2, endedBy: 'scanner.restored' },
    remedy: spoken(
      'Redémarrez clamd et vérifiez CACHET_CLAMD : sans analyse, les messages attendent.',
      'Restart clamd and check CACHET_CLAMD: without a scan, mail waits.',
    ),
  },
  'statistics.refused': {
    ...{ part: STATISTICS, days: 40, endedBy: 'statistics.accepted' },
    remedy: spoken(
      'Lisez le compte rendu sur la page « Statistiques », corrigez, puis redéposez (statisticsRedeposit).',
      'Read the report on the page “Statistics”, correct, then deposit again (statisticsRedeposit).',
    ),
  },
  'statistics.callAns': {
    ...{ part: STATISTICS, days: 40, endedBy: 'statistics.accepted' },
    remedy: spoken(
      'Demandez le compte rendu à l’ANS : monserviceclient.mssante@esante.gouv.fr.',
      'Ask the ANS for the report: monserviceclient.mssante@esante.gouv.fr.',
    ),
  },
  'statistics.late': {
    ...{ part: STATISTICS, days: 40, endedBy: 'statistics.accepted' },
    remedy: spoken(
      'Vérifiez que le processus jobs joint SIPIL (CACHET_SIPIL_URL) ; le dépôt est tenté sans cesse.',
      'Check that the process jobs reaches SIPIL (CACHET_SIPIL_URL); the deposit is tried again and again.',
    ),
  },
  'webhook.stopped': {
    ...{ part: spoken('Webhook', 'Webhook'), days: 30 },
    remedy: spoken(
      'Réparez votre adresse, puis remettez-le en service (webhookUpdate) et rattrapez par structure.events.',
      'Repair your address, then put it back into service (webhookUpdate) and catch up by structure.events.',
    ),
  },
  'sending.limitReached': {
    ...{ part: spoken('Envois', 'Sending'), days: 2 },
    remedy: spoken(
      'Vérifiez que ces envois sont voulus : un compte est peut-être volé. Sinon, suspendez la BAL (« cachet bal suspend »).',
      'Check that these letters are meant: an account may be stolen. Else suspend the BAL (“cachet bal suspend”).',
    ),
  },
};

const DAY_MS = 86_400_000;

/** What the structure was told lately and nothing ended since; the operator hears so of its certificate and lists. */
export async function examineCompliance(work: Work): Promise<readonly Finding[]> {
  const id = await work.structure();
  const asked = `query ($id: ID!) { structure(id: $id) { ${REFUS} ... on Structure {
    complianceEvents(first: 100) { edges { node { at kind title } } } } } }`;
  if (await work.client.refusalOf(asked, { id })) return [UNKNOWN];
  const { structure } = await work.client.ask(asked, { id });
  const told: readonly Told[] = structure.complianceEvents.edges.map(({ node }: { node: Told }) => node);
  const found = Object.entries(KNOWN).flatMap(([kind, known]) => findingOf(told, kind, known));
  const isTold = found.some(({ part }) => part === CERTIFICATE);
  return isTold ? found : [{ part: CERTIFICATE, state: 'ok', detail: null, remedy: null }, ...found];
}

const UNKNOWN: Finding = {
  ...{ part: CERTIFICATE, state: 'unknown' },
  detail: spoken(`portée ${COMPLIANCE_SCOPE} absente`, `missing scope ${COMPLIANCE_SCOPE}`),
  remedy: spoken(
    'Demandez à l’opérateur, ou prenez une clé de sa structure avec cette portée.',
    'Ask the operator, or take a key of its structure with this scope.',
  ),
};

/** Newest first. */
function findingOf(
  told: readonly Told[],
  kind: string,
  { part, remedy, endedBy, days }: Known,
): readonly Finding[] {
  const place = told.findIndex((event) => event.kind === kind);
  const event = told[place];
  if (!event || told.slice(0, place).some((later) => later.kind === endedBy)) return [];
  if (Date.now() - Date.parse(event.at) > days * DAY_MS) return [];
  const when = `${event.title} (${event.at.slice(0, 10)})`;
  return [{ part, state: 'warning', detail: spoken(when, when), remedy }];
}

interface Told {
  readonly at: string;
  readonly kind: string;
  readonly title: string;
}
