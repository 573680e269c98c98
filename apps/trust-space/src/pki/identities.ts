import type { World } from '../world/world.js';
import { organisationDn, type RdnList } from './distinguished-name.js';
import type { LeafKind } from './profiles.js';
import type { x509 } from './x509.js';

export interface IdentityPlan {
  readonly kind: LeafKind;
  readonly dn: RdnList;
  readonly hosts: readonly string[];
  readonly state: 'valid' | 'expired' | 'revoked';
  /** Issued by another authority that bears the same names. */
  readonly stranger?: true;
}

/** The identities the sandbox contract names, and those the trust space needs for itself. */
export const IDENTITY_NAMES = [
  'operator',
  'peer',
  'peerRevoked',
  'peerExpired',
  'peerUnlisted',
  'clientOnly',
  'stranger',
  'authcli',
  'authcliOtherStructure',
  'authcliRevoked',
  'listeBlancheSigner',
  'otherSigner',
  'nationalServices',
  'ocspResponder',
] as const;
export type IdentityName = (typeof IDENTITY_NAMES)[number];

const PEER = { ou: '1019999927', o: 'OPERATEUR PAIR FICTIF', st: 'Rhône (69)' };
const ANS = { ou: '330000000000999', o: 'GIP - TESTANS', st: 'Paris (75)' };
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1'];

export function identityPlans(world: World): Record<IdentityName, IdentityPlan> {
  const [holder, other] = structuresOfAuthCli(world);
  const peer = (cn: string) => organisationDn({ cn, ...PEER });
  const hostname = world.peer.hostname;
  const peerDn = peer(hostname);
  return {
    operator: server(operatorDn(world), [
      world.operator.hostname,
      ...Object.values(world.operator.fronts),
      ...LOOPBACK_HOSTS,
    ]),
    peer: server(peerDn, [hostname]),
    peerRevoked: { ...server(peer(`revoque.${hostname}`), [hostname]), state: 'revoked' },
    peerExpired: { ...server(peer(`expire.${hostname}`), [hostname]), state: 'expired' },
    peerUnlisted: server(peer(`absent.${hostname}`), [hostname]),
    clientOnly: { ...server(peerDn, [hostname]), kind: 'authCli' },
    stranger: { ...server(peerDn, [hostname]), stranger: true },
    authcli: authCli(holder),
    authcliOtherStructure: authCli(other),
    authcliRevoked: { ...authCli(holder), state: 'revoked' },
    listeBlancheSigner: smime('alb.test.mssante.fr', ANS),
    otherSigner: smime('signataire.inattendu.mssante.fr', PEER),
    nationalServices: server(organisationDn({ cn: 'ws.annuaire.test.mssante.fr', ...ANS }), [
      'ws.annuaire.test.mssante.fr',
      'ws-sipil.test.mssante.fr',
      ...LOOPBACK_HOSTS,
    ]),
    ocspResponder: {
      ...server(organisationDn({ cn: 'TEST OCSP IGC-SANTE', ...ANS }), []),
      kind: 'ocspResponder',
    },
  };
}

/** Subject alternative names: IP addresses are told from host names. */
export function alternativeNames(hosts: readonly string[]): x509.JsonGeneralName[] {
  return hosts.map((value) => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value }));
}

function operatorDn(world: World): RdnList {
  return organisationDn({
    cn: world.operator.hostname,
    ou: '330000000000017',
    o: world.operator.name,
    st: 'Paris (75)',
  });
}

function structuresOfAuthCli(
  world: World,
): [holder: World['structures'][number], other: World['structures'][number]] {
  const holder = world.structures.find((s) => s.applicative) ?? world.structures[0];
  const other = world.structures.find((s) => s !== holder);
  if (!holder || !other)
    throw new Error(
      'Le monde doit compter deux structures avec FINESS. / The world needs two structures with a FINESS number.',
    );
  return [holder, other];
}

function server(dn: RdnList, hosts: readonly string[]): IdentityPlan {
  return { kind: 'sslServer', dn, hosts, state: 'valid' };
}

// The common name of an AUTH_CLI certificate is free text, never checked: the OU alone identifies the structure.
function authCli(structure: { name: string; finess: string }): IdentityPlan {
  const dn = organisationDn({
    cn: 'Authentification MSS',
    ou: `1${structure.finess}`,
    o: structure.name,
    st: 'Ain (01)',
  });
  return { kind: 'authCli', dn, hosts: [], state: 'valid' };
}

function smime(cn: string, of: { ou: string; o: string; st: string }): IdentityPlan {
  return { kind: 'smime', dn: organisationDn({ cn, ...of }), hosts: [], state: 'valid' };
}
