import type { WithdrawalDeclaration } from '@cachet/mss-core';

/**
 * Annexe 1, « Déclaration de domaine MSSanté », as a page to print, sign and send: what §3.1.4 says of it, since its form is in no public
 * text. It stands alone: no script, nothing fetched.
 */
// EX_GBM_6020
export function withdrawalPage({
  domain,
  operator,
  certificates,
  madeAt,
  feed,
}: WithdrawalDeclaration): string {
  const listed = certificates.length > 0 ? certificates.map(escaped).join('<br>') : BLANK;
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>Annexe 1 – Retrait du domaine ${escaped(domain)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Annexe 1 – Déclaration de domaine MSSanté</h1>
<p>À adresser signée à l’Agence du Numérique en Santé : monserviceclient.mssante@esante.gouv.fr</p>
<h2>Objet de la demande</h2>
${table([
  ['Demande', 'Suppression d’un domaine de la liste blanche'],
  ['Domaine MSSanté', escaped(domain)],
  ['Espace de Confiance', '☐ test &nbsp; ☐ production'],
  ['Date de retrait souhaitée', BLANK],
])}
<h2>Opérateur</h2>
${table([
  ['Raison sociale', escaped(operator.name)],
  ['Identifiant de la structure', operator.identifier === null ? BLANK : escaped(operator.identifier)],
  ['DN de certificat associé au domaine', listed],
])}
<h2>Suppression préalable des BAL de l’Annuaire Santé (EX_GBM_6020)</h2>
${table([
  ['Envoi vide accepté le', moment(feed.sentAt)],
  ['Ticket', escaped(feed.ticket)],
  ['BAL déclarées jusqu’alors', String(feed.withdrawn)],
  ['Compte-rendu d’alimentation du', moment(feed.reportedAt)],
  ['BAL supprimées (NbBALSup)', String(feed.deleted)],
  ['BAL encore déclarées', '0'],
])}
<h2>Signature</h2>
${table([
  ['Nom et prénom du signataire', BLANK],
  ['Qualité', BLANK],
  ['Date', BLANK],
  ['Signature et cachet de la structure', '<div class="stamp"></div>'],
])}
<p class="small">Document préparé le ${moment(madeAt)} à partir de ce que l’Annuaire Santé a répondu.</p>
</body>
</html>
`;
}

const BLANK = '<span class="blank">&nbsp;</span>';

const STYLE = `
@page { size: A4; margin: 18mm }
body { font: 11pt/1.4 Arial, sans-serif; color: #000; max-width: 174mm; margin: 0 auto }
h1 { font-size: 16pt } h2 { font-size: 12pt; margin: 14pt 0 4pt }
table { width: 100%; border-collapse: collapse } tr { break-inside: avoid }
th, td { border: 1px solid #000; padding: 4pt 6pt; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { width: 38%; font-weight: normal; background: #eee }
.blank { display: block } .stamp { height: 30mm } .small { font-size: 9pt }
`;

/** Values are markup already. */
function table(rows: readonly (readonly [label: string, value: string])[]): string {
  const lines = rows.map(([label, value]) => `<tr><th scope="row">${label}</th><td>${value}</td></tr>`);
  return `<table>\n${lines.join('\n')}\n</table>`;
}

const MOMENT = new Intl.DateTimeFormat('fr-FR', {
  ...{ timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'short' },
});

function moment(at: Date): string {
  return MOMENT.format(at);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? '');
}
