import { randomUUID } from 'node:crypto';
import { AnnuaireClient, ExchangeRefused, readReportArchive } from '@cachet/ans';
import {
  ANNUAIRE_NAMES,
  buildFeed,
  NO_FACTS,
  NOS,
  type OwnBal,
  parseIdNat,
  parseMssAddress,
} from '@cachet/mss-core';
import { describe, expect, inject, it } from 'vitest';
import { readAt } from './sandbox.js';

const sandbox = inject('sandbox');
const { peer } = sandbox.pki.identities;
if (!peer) throw new Error('the sandbox holds the identity of a peer');
const domain = sandbox.peer.domain;

const { soap: feedUrl, report: reportUrl } = sandbox.annuaire;
const pem = (path: string) => readAt(path).toString();
const annuaire = new AnnuaireClient(
  {
    ...{ feedUrl, reportUrl, ca: pem(sandbox.pki.ca), names: ANNUAIRE_NAMES },
    identity: { cert: pem(peer.cert), key: pem(peer.key) },
    software: { name: 'Cachet', version: '0.1.0', installation: 'e2e' },
  },
  () => new Date(),
  randomUUID,
);

/** A BAL of the peer’s domain, held by somebody whom the sandbox’s Annuaire knows. */
function bal(name: string, change: Partial<OwnBal> = {}): OwnBal {
  const idNat = parseIdNat('899900000025');
  const address = parseMssAddress(`${name}@${domain}`);
  if (!idNat || !address) throw new Error('an identifier and an address were expected');
  return {
    ...{ id: name, address, kind: 'personal', state: 'active', isTest: false, description: '' },
    ...{ finess: null, listeRouge: [], tenantKind: 'practice' },
    ...{ service: null, rank: null, approved: null },
    holders: [{ idNat, familyName: 'MOREAU', givenName: 'Jeanne', role: 'responsible' }],
    ...change,
  };
}

const control = (order: object) =>
  fetch(sandbox.annuaire.control, { method: 'POST', body: JSON.stringify(order) }).then((answer) =>
    answer.json(),
  );

describe('EX_1.1.1_5010: our messages at the sandbox’s Annuaire', () => {
  it('are taken by its strict rules, and its report is believed and read', async () => {
    const bals = [
      bal('jeanne.moreau'),
      bal('cabinet', { kind: 'organisational', description: 'Cabinet <de ville> & associés' }),
      bal('muette', { kind: 'organisational' }),
      bal('essai.test', { isTest: true }),
    ];
    const world = { isListed: true, facts: NO_FACTS, nomenclatures: NOS, at: new Date() };
    const feed = buildFeed(domain, bals, world);
    const taken = await annuaire.sendFeed([feed]);
    if (taken.kind !== 'ticket') throw new Error(`a ticket was expected: ${taken.code} ${taken.reason}`);
    const ask = () => annuaire.askReport(taken.ticket);
    expect(await ask()).toMatchObject({ kind: 'fault', code: 'WSMSS17' });

    await control({ processNow: true });
    const given = await ask();
    if (given.kind !== 'archive') throw new Error('an archive was expected');
    const [night] = readReportArchive(given.archive, taken.ticket).domains;
    expect(night).toMatchObject({ domain, counts: { read: 3, blocked: 1, warned: 0 } });
    // What was said before sending is what the night says.
    const foreseen = feed.entries.flatMap(({ declaration, findings }) =>
      findings.broken.map(({ code }) => [declaration.adresseBal, code]),
    );
    expect(night?.anomalies.map(({ address, code }) => [address, code])).toEqual(foreseen);

    for (const [fail, objection] of [
      ['reportOfAnotherTicket', 'otherTicket'],
      ['reportWithWrongSum', 'checksumWrong'],
      ['reportTruncated', 'archiveBroken'],
      ['html', 'notSoap'],
    ]) {
      await control({ fail });
      const read = ask().then((answer) => {
        if (answer.kind === 'archive') readReportArchive(answer.archive, taken.ticket);
      });
      await expect(read).rejects.toEqual(new ExchangeRefused(objection as 'notSoap'));
    }
  });
});
