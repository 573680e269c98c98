import { zipped } from '../annuaire/report.js';
import { authentication, type Depositor, REPORT_MESSAGES, text } from './deposit-answer.js';
import type { ControlResult, Verdict } from './file-controls.js';

/** One file as it was treated. */
export interface TreatedFile {
  readonly name: string;
  readonly verdict: Verdict;
  readonly controls: readonly ControlResult[];
}

/** What the treatment of an archive came to (§6.9.3.2.2.2). */
export interface Treatment {
  readonly code: number;
  readonly at: string;
  readonly files: readonly TreatedFile[];
}

export function verdictOf(controls: readonly ControlResult[]): Verdict {
  if (controls.some(({ verdict }) => verdict === 1)) return 1;
  return controls.some(({ verdict }) => verdict === 2) ? 2 : 0;
}

/** §9.7.4.3: the meanings of 1 and 2 are those of the annex. */
export function globalCode(files: readonly TreatedFile[]): number {
  const refused = files.filter(({ verdict }) => verdict === 1).length;
  if (refused === 0) return 0;
  return refused === files.length ? 2 : 1;
}

/** REPORT.ZIP, with the elements of tableau 48. */
export function reportArchive(
  who: Depositor,
  archive: { id: number; fileName: string },
  treatment: Treatment,
): Buffer {
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<CompteRendu>',
    ...authentication(who, '  '),
    '  <Statut>',
    `    <NomArchive>${text(archive.fileName)}</NomArchive>`,
    `    <Identifiant>${archive.id}</Identifiant>`,
    `    <CodeRetourGlobal>${treatment.code}</CodeRetourGlobal>`,
    `    <Message>${text(REPORT_MESSAGES[treatment.code] ?? '')}</Message>`,
    '  </Statut>',
    '  <Fichiers>',
    ...treatment.files.map((file) => fileXml(file, new Date(treatment.at))),
    '  </Fichiers>',
    '</CompteRendu>',
  ].join('\n');
  return zipped([[`${archive.id}_CompteRendu.xml`, Buffer.from(xml)]]);
}

function fileXml({ name, verdict, controls }: TreatedFile, at: Date): string {
  const iso = at.toISOString();
  const day = iso.slice(0, 10).split('-').reverse().join('/');
  const [begun, ended] = [`${day} ${iso.slice(11, 19)}`, `${iso.slice(0, 10)} ${iso.slice(11, 19)}`];
  const info = `<InfoTraitement><NomFichier>${text(name)}</NomFichier><DateDebut>${begun}</DateDebut><DateFin>${ended}</DateFin><CodeRetour>${verdict}</CodeRetour></InfoTraitement>`;
  const each = controls.map(
    ({ number, verdict: code, message, lines }) =>
      `<Contrôle><CodeContrôle>${number}</CodeContrôle><CodeRetour>${code}</CodeRetour>${
        code === 0
          ? ''
          : `<Erreurs><Message>${text(message)}</Message><LigneErreur>${lines.join(' ')}</LigneErreur></Erreurs>`
      }<DateDebut>${begun}</DateDebut><DateFin>${ended}</DateFin></Contrôle>`,
  );
  return `    <Fichier>${info}<Contrôles>${each.join('')}</Contrôles></Fichier>`;
}
