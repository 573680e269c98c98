import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import type { DeclaredBal } from './feed-envelope.js';
import type { Anomaly } from './night-controls.js';
import { text } from './soap-fault.js';

/** What one night made of one domain (table 23). */
export interface DomainNight {
  readonly domain: string;
  readonly read: number;
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
  readonly records: readonly { readonly bal: DeclaredBal; readonly anomalies: readonly Anomaly[] }[];
}

/** The rule that most feeds break, told at the head of each report (table 21). */
const NAMES_RULE =
  'Le contrôle de cohérence vérifie que la première lettre du prénom et les deux premières lettres du nom - après la normalisation (sans : accents-tirets-apostrophe-espaces) - sont identiques aux valeurs connues dans l’Annuaire Santé.';

/** A report as it was written, and the name of its files. */
export interface WrittenReport {
  readonly name: string;
  readonly xml: string;
}

export function writeReport(ticket: string, night: readonly DomainNight[], at: Date): WrittenReport {
  const name = `cralimentationmss_${ticket}_${at.toISOString().replace(/\D/g, '').slice(0, 14)}`;
  return { name, xml: reportXml(ticket, night) };
}

/** Two files deflated in one archive: the report, and the SHA-256 of its bytes (§6.4.2.5). */
export function archiveOf({ name, xml }: WrittenReport, sum = sumOf(xml)): Buffer {
  return zipped([
    [`${name}.xml`, Buffer.from(xml)],
    [`${name}_checksum.txt`, Buffer.from(sum)],
  ]);
}

function sumOf(xml: string): string {
  return createHash('sha256').update(xml).digest('hex');
}

function reportXml(ticket: string, night: readonly DomainNight[]): string {
  const head = `${leaf('Ticket', ticket)}<ListeControles>${leaf('RegleControle', NAMES_RULE)}${leaf('CodeMSSO', 'MSS020')}</ListeControles>`;
  return `<?xml version="1.0" encoding="UTF-8"?><CompteRendu><Entete>${head}</Entete>${night.map(domainXml).join('')}</CompteRendu>`;
}

function domainXml({ domain, read, created, changed, removed, records }: DomainNight): string {
  const isBlocked = ({ anomalies }: DomainNight['records'][number]) =>
    anomalies.some(({ severity }) => severity === 'Bloquante');
  const counts = {
    ...{ NbBALLus: read, NbBALDelta: created + changed + removed, NbBALCrees: created, NbBALMaj: changed },
    ...{ NbBALSup: removed, NbBALErrBlo: records.filter(isBlocked).length },
    NbBALErrNBlo: records.filter((each) => each.anomalies.length > 0 && !isBlocked(each)).length,
  };
  const stats = Object.entries(counts).map(([name, count]) => leaf(name, String(count)));
  const anomalies = records.flatMap(({ bal, anomalies: found }) =>
    found.map((each) => anomalyXml(bal, each)),
  );
  return `<Detail>${leaf('Domaine', domain)}<Statistiques>${stats.join('')}</Statistiques><ListeAnomalies>${anomalies.join('')}</ListeAnomalies></Detail>`;
}

function anomalyXml(
  { address, type, attributes }: DeclaredBal,
  { code, motive, severity, known }: Anomaly,
): string {
  const told = ['TypeIdentifiantPP', 'IdentifiantPP', 'TypeIdentifiantPM', 'IdentifiantPM'].map((name) =>
    attributes[name] ? leaf(name.replace(/^Type/, 'Typ'), attributes[name]) : '',
  );
  const values = Object.entries(known ?? {}).map(([name, value]) => leaf(name, value));
  return `<Anomalie>${leaf('CodeMSSO', code)}${leaf('MotifErreur', motive)}${leaf('CriticiteErreur', severity)}${leaf('TypeBAL', type)}${leaf('AdresseBAL', address)}${told.join('')}${values.join('')}</Anomalie>`;
}

function leaf(name: string, value: string): string {
  return `<${name}>${text(value)}</${name}>`;
}

/** APPNOTE.TXT §4.3: deflated files, their directory, its end. */
export function zipped(files: readonly (readonly [name: string, bytes: Buffer])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of files) {
    const [title, packed] = [Buffer.from(name), deflateRawSync(bytes)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\u0003\u0004'), common, title, packed);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), common, place, title);
    at += 4 + common.length + title.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  for (const place of [4, 6]) end.writeUInt16LE(files.length, place);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\u0005\u0006'), end]);
}
