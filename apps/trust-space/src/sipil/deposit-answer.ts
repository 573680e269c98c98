/** Return codes of the deposit (Référentiel §9.7.4.1 and §9.7.4.2), and of a report that cannot be given (§9.7.4.3). */
export const MESSAGES: Readonly<Record<number, string>> = {
  0: "Depot de l'archive OK",
  1: "Depot de l'archive KO - Erreur technique",
  2: "Depot de l'archive KO - Taille trop grande",
  3: "Depot de l'archive KO - Type Mime non autorise",
  4: "Depot de la partie de l'archive OK",
  5: 'Partie deja deposee et ecrasee',
  6: "Depot de l'archive KO - Le nombre total de parties depasse le maximum autorise",
  7: "Depot de l'archive KO - Le nombre total de parties a change",
  8: "Depot de l'archive KO - Le numero de la partie depasse le total",
  10: 'La recuperation de la liste blanche a echoue',
  20: "Acces refuse. Le certificat n'est pas lisible",
  30: "Acces refuse. Le certificat presente n'appartient pas a l'Espace de Confiance",
  100: 'Une erreur technique est survenue',
};

export const REPORT_MESSAGES: Readonly<Record<number, string>> = {
  0: "Tous les fichiers de l'archive ont ete traites OK ou en Warning",
  1: "Une partie des fichiers de l'archive sont OK ou en Warning, les autres KO",
  2: "Tous les fichiers de l'archive ont ete traites KO",
  4: "L'archive n'a pas pu etre traitee : Archive vide",
  5: "L'archive n'a pas pu etre traitee : Archive ne pouvant etre ouverte",
  6: "L'archive est toujours en cours de traitement",
  7: "L'archive n'a pas pu etre traitee : Virus trouve",
  8: "L'archive n'a pas pu etre traitee : autre",
  10: MESSAGES[10] ?? '',
  20: MESSAGES[20] ?? '',
  30: MESSAGES[30] ?? '',
  99: "L'archive n'existe pas",
  100: 'Une erreur technique est survenue',
};

export interface Depositor {
  readonly identity: string;
  readonly email: string;
  readonly domains: readonly string[];
}

/** The XML answer, shaped as figure 37 of the Référentiel; that of a segment names it, as figure 38 does. */
export function depositAnswer(
  code: number,
  who: Depositor,
  more: { readonly id?: number; readonly archiveName?: string; readonly segment?: number } = {},
): string {
  const { id, archiveName, segment } = more;
  const message = `${MESSAGES[code] ?? ''}${segment === undefined ? '' : ` : ${segment}`}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Depot xmlns="http://fr/asip/mss/sipil/manager/bean/warehouse">',
    ...authentication(who, '  '),
    '  <Statut>',
    ...(id === undefined
      ? []
      : [`    <Id>${id}</Id>`, `    <NomArchive>${text(archiveName ?? '')}</NomArchive>`]),
    `    <CodeRetourGlobal>${code}</CodeRetourGlobal>`,
    `    <Message>${text(message)}</Message>`,
    '  </Statut>',
    '</Depot>',
  ].join('\n');
}

/** An answer of getReport without a report. */
export function reportRefusal(code: number, who: Depositor, id: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<CompteRendu>',
    ...authentication(who, '  '),
    `  <Statut><Identifiant>${text(id)}</Identifiant><CodeRetourGlobal>${code}</CodeRetourGlobal><Message>${text(REPORT_MESSAGES[code] ?? '')}</Message></Statut>`,
    '</CompteRendu>',
  ].join('\n');
}

export function authentication(who: Depositor, indent: string): readonly string[] {
  return [
    '<Authentication>',
    `  <Identite>${text(who.identity)}</Identite>`,
    who.email ? `  <Email>${text(who.email)}</Email>` : '  <Email/>',
    '  <DomainesGeres>',
    ...who.domains.map((domain) => `    <Domaine>${text(domain)}</Domaine>`),
    '  </DomainesGeres>',
    '</Authentication>',
  ].map((line) => `${indent}${line}`);
}

export function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
