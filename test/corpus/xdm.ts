import { createHash } from 'node:crypto';
import yazl from 'yazl';

/** A zip shaped as IHE XDM: an index, a readme, one submission set with its metadata and one CDA document. */
export async function xdmZip(cda: string): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const mtime = new Date('2026-01-15T08:00:00Z');
  const document = Buffer.from(cda, 'utf8');
  zip.addBuffer(Buffer.from('<html lang="fr"><body><p>Document de santé</p></body></html>'), 'INDEX.HTM', {
    mtime,
  });
  zip.addBuffer(Buffer.from('Ce dossier contient un document de santé au format CDA R2.\r\n'), 'README.TXT', {
    mtime,
  });
  zip.addBuffer(Buffer.from(metadata(document)), 'IHE_XDM/SUBSET01/METADATA.XML', { mtime });
  zip.addBuffer(document, 'IHE_XDM/SUBSET01/DOC00001.XML', { mtime });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** A short invented CDA letter; the patient does not exist and the identifier is of the test range. */
export function cdaLetter(title: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <realmCode code="FR"/>
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <code code="11490-0" codeSystem="2.16.840.1.113883.6.1" displayName="Lettre de liaison"/>
  <title>${title}</title>
  <recordTarget><patientRole><id extension="000000000000000" root="1.2.250.1.213.1.4.10"/><patient><name><family>EXEMPLE</family><given>Fictif</given></name></patient></patientRole></recordTarget>
  <component><structuredBody><component><section><text>Texte d’essai : évolution favorable, contrôle à six mois.</text></section></component></structuredBody></component>
</ClinicalDocument>
`;
}

function metadata(document: Buffer): string {
  const hash = createHash('sha1').update(document).digest('hex');
  return `<?xml version="1.0" encoding="UTF-8"?>
<SubmitObjectsRequest xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"><RegistryObjectList xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
<ExtrinsicObject id="Document01" mimeType="text/xml"><Slot name="URI"><ValueList><Value>DOC00001.XML</Value></ValueList></Slot><Slot name="size"><ValueList><Value>${document.length}</Value></ValueList></Slot><Slot name="hash"><ValueList><Value>${hash}</Value></ValueList></Slot></ExtrinsicObject>
</RegistryObjectList></SubmitObjectsRequest>
`;
}
