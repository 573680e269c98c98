/** Return codes of the deposit (Référentiel §9.7.4.1 and §9.7.4.2). */
export const CODES = {
  done: [0, "Depot de l'archive OK"],
  technical: [1, "Depot de l'archive KO - Erreur technique"],
  tooLarge: [2, "Depot de l'archive KO - Taille trop grande"],
  notZip: [3, "Depot de l'archive KO - Type Mime non autorise"],
  unreadableCertificate: [20, "Acces refuse. Le certificat n'est pas lisible"],
  outsideTrustSpace: [30, "Acces refuse. Le certificat presente n'appartient pas a l'Espace de Confiance"],
} as const;
export type Code = keyof typeof CODES;

export interface Deposit {
  readonly id: number;
  readonly fileName: string;
  readonly archiveName: string;
  readonly identity: string;
  readonly email: string;
  readonly at: string;
  /** Base64 of the archive. */
  readonly archive: string;
}

/** The XML answer, shaped as figure 37 of the Référentiel. */
export function depositAnswer(
  code: Code,
  who: { identity: string; email: string; domains: readonly string[] },
  deposit?: Deposit,
): string {
  const [number, message] = CODES[code];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Depot xmlns="http://fr/asip/mss/sipil/manager/bean/warehouse">',
    '  <Authentication>',
    `    <Identite>${text(who.identity)}</Identite>`,
    who.email ? `    <Email>${text(who.email)}</Email>` : '    <Email/>',
    '    <DomainesGeres>',
    ...who.domains.map((domain) => `      <Domaine>${text(domain)}</Domaine>`),
    '    </DomainesGeres>',
    '  </Authentication>',
    '  <Statut>',
    ...(deposit
      ? [`    <Id>${deposit.id}</Id>`, `    <NomArchive>${text(deposit.archiveName)}</NomArchive>`]
      : []),
    `    <CodeRetourGlobal>${number}</CodeRetourGlobal>`,
    `    <Message>${text(message)}</Message>`,
    '  </Statut>',
    '</Depot>',
  ].join('\n');
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
