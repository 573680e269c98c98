import {
  ANNUAIRE_CONTROL_PATH,
  FHIR_PATH,
  IDENTITIES_PATH,
  MSS_EXTRACTION_PATH,
  PUBLIC_EXTRACTION_PATH,
  REPORT_PATH,
  SOAP_PATH,
} from './annuaire/paths.js';
import { CLAMD_CONTROL_PATH } from './clamd/clamd-behaviour.js';
import { CLOCK_PATH } from './clock/clock-routes.js';
import { HOSPITAL_CONTROL_PATH, HOSPITAL_LOGOUT_PATH } from './hospital/hospital-control.js';
import type { Hospital } from './hospital/hospital-server.js';
import { LIST_CONTROL_PATH, LIST_PATH } from './liste-blanche/list-control.js';
import { OUTSIDE_MAIL_PATH } from './outside/outside-mail.js';
import { PEER_CONTROL_PATH, RECEIVED_PATH } from './peer/peer-routes.js';
import type { IdentityName } from './pki/identities.js';
import type { Igc } from './pki/igc.js';
import { PKI_CONTROL_PATH } from './pki/igc-routes.js';
import { PSC_CONTROL_PATH } from './psc/psc-control.js';
import type { Realm } from './psc/realm.js';
import { SANDBOX_TOKEN_PATH } from './psc/sandbox-token.js';
import type { Ports } from './settings.js';
import { POST_FILE_PATH, SIPIL_CONTROL_PATH, SIPIL_PATH } from './sipil/paths.js';
import type { World } from './world/world.js';

const SHOWN: readonly IdentityName[] = [
  'peer',
  'peerRevoked',
  'peerExpired',
  'peerUnlisted',
  'clientOnly',
  'stranger',
  'authcli',
  'authcliOtherStructure',
  'authcliRevoked',
];

/**
 * What the trust space says of itself once it listens: the part of sandbox.json that is its own, and what the launcher
 * gives to the product as configuration.
 */
export function describeTrustSpace(igc: Igc, realm: Realm, hospital: Hospital, ports: Ports, world: World) {
  const control = `http://127.0.0.1:${ports.control}`;
  const signer = igc.identities.listeBlancheSigner;
  const { certFile, keyFile, dn } = igc.identities.operator;
  return {
    sandbox: {
      dns: { host: '127.0.0.1', port: ports.dns },
      psc: {
        issuer: realm.issuer,
        metadata: metadataUrl(realm),
        signingKey: realm.jwkFile,
        sandboxToken: `${control}${SANDBOX_TOKEN_PATH}`,
        control: `${control}${PSC_CONTROL_PATH}`,
      },
      hospitalAccounts: {
        issuer: hospital.issuer,
        control: `${control}${HOSPITAL_CONTROL_PATH}`,
        logout: `${control}${HOSPITAL_LOGOUT_PATH}`,
        accounts: world.hospital.accounts.map(({ email, givenName, familyName, note }) => ({
          email,
          name: `${givenName} ${familyName}`,
          note,
        })),
      },
      pki: {
        ca: igc.chainFile,
        caKey: igc.caKeyFile,
        crl: igc.addresses.crl,
        rootCrl: igc.addresses.rootCrl,
        ocsp: igc.addresses.ocsp,
        control: `${control}${PKI_CONTROL_PATH}`,
        identities: Object.fromEntries(SHOWN.map((name) => [name, shown(igc, name)])),
      },
      whitelist: {
        url: `${control}${LIST_PATH}`,
        signerCert: signer.certFile,
        signerKey: signer.keyFile,
        control: `${control}${LIST_CONTROL_PATH}`,
      },
      annuaire: {
        soap: `https://localhost:${ports.annuaire}${SOAP_PATH}`,
        report: `https://localhost:${ports.annuaire}${REPORT_PATH}`,
        fhir: `https://localhost:${ports.annuaire}${FHIR_PATH}`,
        ldap: `ldap://127.0.0.1:${ports.annuaireLdap}`,
        extraction: `https://localhost:${ports.annuaire}${PUBLIC_EXTRACTION_PATH}`,
        mssExtraction: `https://localhost:${ports.annuaire}${MSS_EXTRACTION_PATH}?format=xml`,
        identities: `https://localhost:${ports.annuaire}${IDENTITIES_PATH}?format=csv`,
        control: `${control}${ANNUAIRE_CONTROL_PATH}`,
      },
      sipil: {
        url: `https://localhost:${ports.sipil}${POST_FILE_PATH}`,
        control: `${control}${SIPIL_CONTROL_PATH}`,
      },
      outsideMail: `${control}${OUTSIDE_MAIL_PATH}`,
      outsideSmtp: { host: '127.0.0.1', port: ports.outsideMail },
      peer: {
        domain: world.peer.domain,
        received: `${control}${RECEIVED_PATH}`,
        control: `${control}${PEER_CONTROL_PATH}`,
        smtp: { host: '127.0.0.1', port: ports.peer },
      },
      clamd: { host: '127.0.0.1', port: ports.clamd, control: `${control}${CLAMD_CONTROL_PATH}` },
      clock: `${control}${CLOCK_PATH}`,
    },
    operator: { certFile, keyFile, dn },
    igc: {
      chainFile: igc.chainFile,
      fingerprints: igc.fingerprints,
      crlUrls: [igc.addresses.rootCrl, igc.addresses.crl],
      ocspUrl: igc.addresses.ocsp,
    },
    listeBlanche: { url: `${control}${LIST_PATH}`, signerDn: signer.dn },
    psc: { issuer: realm.issuer, metadataUrl: metadataUrl(realm) },
    annuaire: {
      fhirUrl: `https://localhost:${ports.annuaire}${FHIR_PATH}`,
      ldapUrl: `ldap://127.0.0.1:${ports.annuaireLdap}`,
      feedUrl: `https://localhost:${ports.annuaire}${SOAP_PATH}`,
      reportUrl: `https://localhost:${ports.annuaire}${REPORT_PATH}`,
      extractionUrl: `https://localhost:${ports.annuaire}${PUBLIC_EXTRACTION_PATH}`,
      identitiesUrl: `https://localhost:${ports.annuaire}${IDENTITIES_PATH}?format=csv`,
    },
    sipil: { url: `https://localhost:${ports.sipil}${SIPIL_PATH}` },
    hospital: { issuer: hospital.issuer },
    dns: `127.0.0.1:${ports.dns}`,
    clamd: `127.0.0.1:${ports.clamd}`,
  };
}

export type TrustSpaceFacts = ReturnType<typeof describeTrustSpace>;

// Not at the usual address: products that only know the usual one fail here as they would with the real service.
function metadataUrl({ issuer }: Realm): string {
  return `${issuer}/.well-known/wallet-openid-configuration`;
}

function shown(igc: Igc, name: IdentityName): { cert: string; key: string; dn: string } {
  const { certFile, keyFile, dn } = igc.identities[name];
  return { cert: certFile, key: keyFile, dn };
}
