import {
  type Bal,
  indexListeBlanche,
  type MailPath,
  NO_LETTER_WISHES,
  NO_WISHES,
  parseDn,
  parseTenantId,
  type RecipientRouting,
  type Routing,
} from '@cachet/mss-core';
import { describe, expect, it } from 'vitest';
import { MxSession } from './mx-session.js';

const DN_TEXT = 'CN=mx.pair.mssante.fr,O=Pair,C=FR';
const TENANT = parseTenantId('01900000-0000-7000-8000-000000000001');

/** A session with a listed peer, at an operator where every address has its BAL. */
function openedSession(): MxSession {
  const dn = parseDn(DN_TEXT);
  if (!dn || !TENANT) throw new Error('bad fixture');
  const routing: Routing & RecipientRouting = {
    routesOf: async (asked) =>
      new Map(
        asked.map((address) => [address, { address, tenantId: TENANT, balId: address, state: 'active' }]),
      ),
    inboundRecipient: async (address) => ({
      address,
      tenantId: TENANT,
      balId: address,
      state: 'active',
      usedBytes: 0,
      quotaBytes: 1,
    }),
    isOurDomain: async () => true,
    tenantsOf: async () => [],
  };
  const bals = {
    byId: async (id: string) => ({ id, usedBytes: 0, quotaBytes: 1 }) as Bal,
    byAddress: async () => null,
    accessesOf: async () => [],
    structuresOf: async () => [],
  };
  const unused = () => Promise.reject(new Error('not asked for'));
  const room = {
    bals,
    journal: { record: async () => undefined },
    filing: { keep: unused, file: unused, open: unused },
    deliveries: { add: unused, recordAttempt: unused, pending: unused, hold: unused },
    malware: { policy: unused, setPolicy: unused, quarantine: unused, destroy: unused },
    compliance: { raise: unused },
  };
  const list = indexListeBlanche([{ domain: 'pair.mssante.fr', dn: DN_TEXT }], new Date());
  return new MxSession({
    hostname: 'mx.cachet.test',
    routing,
    rooms: { transaction: (_context, work) => work((_tenantId, inside) => inside(room)), file: unused },
    spool: { receive: unused },
    listeBlanche: () => list,
    certificates: { judge: async () => ({ ok: true, dn, dnText: DN_TEXT, fingerprint: '' }) },
    operatorTenant: async () => TENANT,
    meter: { received() {}, submitted() {}, refused() {}, attempted() {} },
    log: { info() {}, warn() {}, error() {} },
    now: () => new Date(),
    newId: () => 'id',
    strip: unused,
    quarantineMs: 0,
    messageOf: () => {
      throw new Error('not asked for');
    },
  });
}

describe('the recipients of one letter from a peer', () => {
  it('are a thousand at most; the next is for another transaction (RFC 5321 §4.5.3.1.10)', async () => {
    const session = openedSession();
    const client = { certificate: Buffer.alloc(1), tls: '', remoteAddress: '', remotePort: 0 };
    expect(await session.secured(client)).toBeNull();
    expect(
      await session.mail('jean@pair.mssante.fr' as MailPath, { size: 0, isUtf8: false, ...NO_LETTER_WISHES }),
    ).toBeNull();
    for (let n = 0; n < 1000; n += 1) {
      expect(await session.recipient(`bal-${n}@ch-valmont.mssante.fr` as MailPath, NO_WISHES)).toBeNull();
    }
    const refused = await session.recipient('une.de.trop@ch-valmont.mssante.fr' as MailPath, NO_WISHES);
    expect(refused).toMatchObject({ code: 452, enhanced: '4.5.3' });
    expect(session.mayReceive()).toBeNull();
  });
});
