import { generateKeyPairSync, KeyObject, X509Certificate } from 'node:crypto';
import {
  ANNUAIRE_NAMES,
  type AnnuaireNames,
  type Declaration,
  declareCab,
  declareInternalPer,
  declareNationalPer,
  declareOfStructure,
} from '@cachet/mss-core/annuaire';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { beforeAll, describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { MiniatureIgc } from '../../test/miniature-igc.js';
import { feedMessage, reportRequest } from './feed-message.js';
import { lengthOf, type SoapMessage } from './soap-message.js';
import { type VihfSpeaker, vihfAssertion } from './vihf.js';

const AT = new Date('2026-11-29T22:10:30.500Z');
const SPEAKER: VihfSpeaker = {
  dn: 'CN=mx.operateur-cachet.mssante.fr,OU=318751275100020,O=OPÉRATEUR \\"CACHET\\" & FILS,ST=Paris (75),C=FR',
  structure: '318751275100020',
  subject: 'Cachet <publication>',
  software: { name: 'Cachet', version: '0.1.0', installation: 'sandbox' },
  issuerFormat: ANNUAIRE_NAMES.issuerFormat,
};
const TOKEN = '0f39df39-d564-412d-b29e-37f0555b2a94';
const CALL = {
  ...{ names: ANNUAIRE_NAMES, to: ANNUAIRE_NAMES.feed.namespace, speaker: SPEAKER, at: AT },
  ...{ messageId: 'f0df39db-d564-412d-b29e-37f0555b2a94', tokenId: TOKEN },
};
const PLACE = { typeIdentifiantPM: '1', identifiantPM: '750100042' } as const;

const parse = (xml: string): Element => {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (!root) throw new Error('a document was expected');
  return root as unknown as Element;
};
const textOf = (message: SoapMessage) => [...message.content()].join('');
const all = (root: Element, name: string) =>
  [...root.getElementsByTagNameNS('*', name)] as unknown as Element[];
const attributesOf = (root: Element) =>
  new Map(all(root, 'Attribute').map((each) => [each.getAttribute('Name'), each.textContent ?? '']));

describe('EX_WSA_5050: the token of a call', () => {
  const assertion = parse(vihfAssertion(SPEAKER, TOKEN, AT));

  it('is issued before it is valid, valid before it arrives, for less than an hour', () => {
    const [conditions] = all(assertion, 'Conditions');
    const times = [
      assertion.getAttribute('IssueInstant'),
      conditions?.getAttribute('NotBefore'),
      conditions?.getAttribute('NotOnOrAfter'),
    ];
    expect(times).toEqual(['2026-11-29T22:10:28Z', '2026-11-29T22:10:29Z', '2026-11-29T23:10:27Z']);
    expect(assertion.getAttribute('Version')).toBe('2.0');
    expect(assertion.getAttribute('ID')).toMatch(/^_[0-9a-f-]{36}$/);
  });

  it('says by its Issuer whose certificate vouches for it, whatever that name holds', () => {
    const [issuer] = all(assertion, 'Issuer');
    expect(issuer?.textContent).toBe(SPEAKER.dn);
    expect(issuer?.getAttribute('Format')).toBe('urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName');
    expect(all(assertion, 'NameID')[0]?.textContent).toBe('Cachet <publication>');
  });

  it('holds everything that table 5 requires', () => {
    expect([...attributesOf(assertion)]).toEqual([
      ['VIHF_Version', '2.0'],
      ['urn:oasis:names:tc:xacml:2.0:subject:role', ''],
      ['Ressource_URN', 'urn:MSSANTE'],
      ['urn:oasis:names:tc:xspa:1.0:subject:purposeofuse', ''],
      ['urn:oasis:names:tc:xspa:1.0:subject:subject-id', 'Cachet <publication>'],
      ['Identifiant_Structure', '318751275100020'],
      ['LPS_Nom', 'Cachet'],
      ['LPS_Version', '0.1.0'],
      ['LPS_ID', 'sandbox'],
      ['Profil_Utilisateur', ''],
      ['VIHF_Profil', ''],
    ]);
    const coded = ['PurposeOfUse', 'Profil_Utilisateur', 'VIHF_Profil'].map((name) => {
      const [value] = all(assertion, name);
      return [value?.namespaceURI, value?.getAttribute('code'), value?.getAttribute('codeSystem')];
    });
    expect(coded).toEqual([
      ['urn:hl7-org:v3', 'normal', '1.2.250.1.213.1.1.4.248'],
      ['urn:hl7-org:v3', 'OPER', '1.2.250.1.213.1.9.1.1'],
      ['urn:hl7-org:v3', 'profil_annuaire_PS', '1.2.250.1.213.1.1.4.312'],
    ]);
  });
});

describe('EX_WSA_5040: a signed token', () => {
  let certificate: X509Certificate;
  let key: KeyObject;
  let signed: string;

  beforeAll(async () => {
    const igc = await MiniatureIgc.create();
    const dn = 'CN=mx.operateur-cachet.mssante.fr,OU=318751275100020,O=CACHET,ST=Paris (75),C=FR';
    const identity = await igc.issue({ dn, keyType: 'rsa' });
    certificate = new X509Certificate(identity.der);
    key = KeyObject.from(identity.keys.privateKey);
    signed = vihfAssertion({ ...SPEAKER, signer: { key, certificate: certificate.raw } }, TOKEN, AT);
  });

  const verifies = (xml: string) => {
    const check = new SignedXml({ publicCert: certificate.toString(), getCertFromKeyInfo: () => null });
    const [signature] = all(parse(xml), 'Signature');
    check.loadSignature(signature?.toString() ?? '');
    try {
      return check.checkSignature(xml);
    } catch {
      return false;
    }
  };

  it('holds for a library that nobody here wrote, inside its envelope too', () => {
    expect(verifies(signed)).toBe(true);
    const speaker = { ...SPEAKER, signer: { key, certificate: certificate.raw } };
    expect(verifies(textOf(reportRequest({ ...CALL, speaker }, 'T-1')))).toBe(true);
    const [, shown] = /<ds:X509Certificate>([^<]+)</.exec(signed) ?? [];
    expect(Buffer.from(shown ?? '', 'base64')).toEqual(certificate.raw);
  });

  it('breaks when one word of it changes', () => {
    expect(verifies(signed.replace('urn:MSSANTE', 'urn:dmp'))).toBe(false);
    expect(verifies(signed.replace('22:10:29Z', '22:10:30Z'))).toBe(false);
  });

  it('holds of no other key', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const other = vihfAssertion(
      { ...SPEAKER, signer: { key: privateKey, certificate: certificate.raw } },
      TOKEN,
      AT,
    );
    expect(verifies(other)).toBe(false);
  });
});

const DECLARATIONS: readonly Declaration[] = [
  declareNationalPer(
    {
      ...{ adresseBal: 'jeanne.moreau@ch-sud.mssante.fr', isOnListeRouge: true },
      ...{ nomExercice: 'MOREAU', prenomExercice: 'Jeanne' },
      ...{ typeIdentifiantPP: '8', identifiantPP: '99700218896' },
    },
    null,
  ),
  declareInternalPer(
    {
      ...{ adresseBal: 'ana.lopez@ch-sud.mssante.fr', isOnListeRouge: false, serviceRattachement: null },
      ...{ nomExercice: 'LOPEZ', prenomExercice: 'Ana', civiliteExercice: 'DR', profession: '10' },
      specialite: 'CEX22',
    },
    PLACE,
  ),
  declareOfStructure(
    {
      ...{ adresseBal: 'cardiologie@ch-sud.mssante.fr', isOnListeRouge: false, typeBal: 'ORG' },
      ...{ responsable: 'Jeanne MOREAU', description: 'Service <cœur> & « vaisseaux »' },
      serviceRattachement: null,
    },
    PLACE,
  ),
  declareCab({ adresseBal: 'cabinet@ch-sud.mssante.fr', isOnListeRouge: false, description: 'Cabinet' }, [
    {
      ...{ typeIdentifiantPP: '8', identifiantPP: '99700218896', isResponsible: true },
      ...{ nomExercice: 'MOREAU', prenomExercice: 'Jeanne' },
    },
    {
      ...{ typeIdentifiantPP: '0', identifiantPP: '759000010', isResponsible: false },
      ...{ nomExercice: 'ROY', prenomExercice: 'Paul' },
    },
  ]),
];
const ENTRY = { balId: 'x', rank: null, findings: { broken: [], breaksMessage: false, isBlocked: false } };
const FEED = {
  domain: 'ch-sud.mssante.fr',
  entries: DECLARATIONS.map((declaration) => ({ ...ENTRY, declaration })),
};

describe('EX_1.1.1_5010: the message of a feed', () => {
  const root = parse(textOf(feedMessage(CALL, [FEED, { domain: 'vide.mssante.fr', entries: [] }])));

  it('EX_WSA_5030: is a SOAP envelope with the addresses of WS-Addressing and the token', () => {
    expect(root.namespaceURI).toBe('http://www.w3.org/2003/05/soap-envelope');
    const header = ['Action', 'MessageID', 'To', 'ReplyTo', 'FaultTo'].map(
      (name) => all(root, name)[0]?.textContent,
    );
    expect(header).toEqual([
      ANNUAIRE_NAMES.feed.action,
      'urn:uuid:f0df39db-d564-412d-b29e-37f0555b2a94',
      ANNUAIRE_NAMES.feed.namespace,
      'http://www.w3.org/2005/08/addressing/anonymous',
      'http://www.w3.org/2005/08/addressing/anonymous',
    ]);
    const [security] = all(root, 'Security');
    expect(all(security as Element, 'Assertion')).toHaveLength(1);
    expect(all(root, 'alimentationMSS')[0]?.namespaceURI).toBe(ANNUAIRE_NAMES.feed.namespace);
  });

  it('tells each domain and all that is declared of it, an empty one included', () => {
    const parts = all(root, 'AlimentationDomaine').map((part) => [
      all(part, 'Domaine')[0]?.textContent,
      all(part, 'AdresseBAL').length,
    ]);
    expect(parts).toEqual([
      ['ch-sud.mssante.fr', 4],
      ['vide.mssante.fr', 0],
    ]);
  });

  it('writes the values of each structure and no other, codes with their terminology', () => {
    const [national, internal, org, cab] = all(root, 'COMPTESMSS');
    const written = (account?: Element) =>
      [...(account?.childNodes ?? [])].map((node) => (node as unknown as Element).localName);
    expect(written(national)).toEqual([
      ...['TypeBAL', 'AdresseBAL', 'TypeIdentifiantPP', 'IdentifiantPP'],
      ...['NomExercice', 'PrenomExercice', 'ListeRouge'],
    ]);
    expect(all(national as Element, 'ListeRouge')[0]?.textContent).toBe('O');
    const code = (account: Element | undefined, name: string) => {
      const [found] = all(account as Element, name);
      return ['code', 'codeSystem', 'codeSystemName', 'codeSystemVersion'].map((key) =>
        found?.getAttribute(key),
      );
    };
    expect(code(national, 'TypeIdentifiantPP')).toEqual(['8', '1.2.250.1.71.1.2.15', 'G08', null]);
    expect(code(internal, 'Specialite')).toEqual(['CEX22', '1.2.250.1.213.2.30', 'R40', null]);
    expect(all(org as Element, 'Description')[0]?.textContent).toBe('Service <cœur> & « vaisseaux »');
    expect(
      all(cab as Element, 'Cotitulaire').map((each) => all(each, 'EstResponsable')[0]?.textContent),
    ).toEqual(['O', 'N']);
    expect(written(cab)).toEqual(['TypeBAL', 'AdresseBAL', 'Description', 'ListeRouge', 'ListeCotitulaires']);
  });

  it('EX_WSA_5030: is written otherwise where the ANS names things otherwise', () => {
    const names: AnnuaireNames = {
      ...{
        ...ANNUAIRE_NAMES,
        soapVersion: '1.1',
        codedAs: 'text',
        account: 'COMPTEMSS',
        sendsFaultTo: false,
      },
      feed: { namespace: 'urn:autre', request: 'alimenter', action: 'urn:autre#alimenter' },
    };
    const message = feedMessage({ ...CALL, names }, [FEED]);
    const other = parse(textOf(message));
    expect(other.namespaceURI).toBe('http://schemas.xmlsoap.org/soap/envelope/');
    expect(message.headers).toEqual({
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"urn:autre#alimenter"',
    });
    expect(all(other, 'COMPTEMSS')).toHaveLength(4);
    expect(all(other, 'TypeIdentifiantPP')[0]?.textContent).toBe('8');
    expect(all(other, 'FaultTo')).toEqual([]);
  });

  it('is written piece by piece, of fifty thousand BAL too, and told its length beforehand', () => {
    const [entry] = FEED.entries;
    if (!entry) throw new Error('an entry was expected');
    const entries = Array.from({ length: 50_000 }, (_, index) => ({
      ...entry,
      declaration: { ...entry.declaration, adresseBal: `bal-${index}@ch-sud.mssante.fr` },
    }));
    const message = feedMessage(CALL, [{ domain: FEED.domain, entries }]);
    let [parts, longest, octets] = [0, 0, 0];
    for (const part of message.content()) {
      parts += 1;
      longest = Math.max(longest, part.length);
      octets += Buffer.byteLength(part);
    }
    expect(parts).toBeGreaterThan(50_000);
    expect(longest).toBeLessThan(8192);
    expect(lengthOf(message)).toBe(octets);
  });
});

describe('EX_1.1.1_5030: the asking of a report', () => {
  it('names the ticket to the other service', () => {
    const root = parse(textOf(reportRequest(CALL, 'T-2026<1>')));
    expect(all(root, 'Ticket')[0]?.textContent).toBe('T-2026<1>');
    expect(all(root, 'Action')[0]?.textContent).toBe(ANNUAIRE_NAMES.report.action);
  });
});
