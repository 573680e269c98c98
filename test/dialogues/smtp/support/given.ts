import type { Antivirus } from '@cachet/scanning';
import type { TestTenant } from '@cachet/testkit';
import { EICAR } from '@cachet/testkit/clamd';
import type { TestIdentity } from '@cachet/testkit/pki';
import type { DialogueClient, Players } from '../../imap/support/dialogue.js';
import { type EdgeUnderTest, plain, xoauth2 } from './edge-under-test.js';
import { RawSmtpClient } from './raw-smtp-client.js';
import type { DialogueScanners } from './scanners.js';

/** The world all SMTP dialogues are played in. */
export interface DialogueWorld {
  readonly edge: EdgeUnderTest;
  readonly hospital: TestTenant;
  readonly token: string;
  readonly colleagueToken: string;
  readonly address: string;
  readonly scanners: DialogueScanners;
  /** An applicative BAL of the hospital, which has a FINESS number. */
  readonly application: string;
}

/**
 * What a dialogue's `given:` lines may say:
 * - `the MX` (the default) · `the submission entry` · `the applicative entry`
 * - `the certificate of the peer` · `… of another operator` · `a certificate nobody listed` · `a revoked certificate` · `no certificate` (the default)
 * - `the certificate of the structure` · `… of another structure` · `a server certificate of the structure` · `a revoked certificate of the structure`
 * - `a client that connects` (the default) · `an encrypted client`
 * - `Pro Santé Connect is down`
 * - `a scanner` · `a scanner that is down` · `a scanner that reads small letters only`
 */
export async function given(world: DialogueWorld, sentences: readonly string[]): Promise<Players> {
  const { edge } = world;
  edge.pscIsDown = sentences.includes('Pro Santé Connect is down');
  edge.antivirus = scannerOf(world, sentences);
  const port = portOf(edge, sentences);
  const identity = await identityOf(world, sentences);
  const comes = () => arrival(port, identity, sentences);
  const words = new Map([
    ['sasl', xoauth2(world.address, world.token)],
    ['virus', EICAR.toString('latin1')],
    ['long', `${'x'.repeat(900)}\r\n`.repeat(60)],
    ['forged', xoauth2(world.address, 'forged')],
    ['colleague', xoauth2(world.address, world.colleagueToken)],
    ['application', plain(world.application)],
    ['person', plain(world.address)],
  ]);
  return { clients: { 1: comes, 2: comes }, words };
}

function scannerOf({ scanners }: DialogueWorld, sentences: readonly string[]): Antivirus | null {
  if (sentences.includes('a scanner that is down')) return scanners.down;
  if (sentences.includes('a scanner that reads small letters only')) return scanners.small;
  return sentences.includes('a scanner') ? scanners.sound : null;
}

function portOf(edge: EdgeUnderTest, sentences: readonly string[]): number {
  if (sentences.includes('the submission entry')) return edge.submissionPort;
  return sentences.includes('the applicative entry') ? edge.applicativePort : edge.mxPort;
}

async function arrival(
  port: number,
  identity: TestIdentity | null,
  sentences: readonly string[],
): Promise<DialogueClient> {
  const client = sentences.includes('an encrypted client')
    ? await RawSmtpClient.secured(port, identity)
    : await RawSmtpClient.connect(port);
  return {
    send: (text) => client.send(text),
    line: () => client.line(),
    startTls: () => client.startTls(identity),
    close: () => client.close(),
  };
}

async function identityOf(
  { edge }: DialogueWorld,
  sentences: readonly string[],
): Promise<TestIdentity | null> {
  if (sentences.includes('the certificate of the peer')) return edge.peer;
  if (sentences.includes('the certificate of another operator')) return edge.operator;
  const structures = await identityOfStructure(edge, sentences);
  if (structures) return structures;
  if (sentences.includes('a certificate nobody listed')) return edge.igc.issue({ cn: 'mx.inconnu.fr' });
  if (!sentences.includes('a revoked certificate')) return null;
  const identity = await edge.igc.issue();
  edge.igc.revoke(identity);
  await edge.trust.refreshCrls();
  return identity;
}

/** AUTH_CLI certificates; the hospital's idNat is that of TestIgc's certificates. */
async function identityOfStructure(
  edge: EdgeUnderTest,
  sentences: readonly string[],
): Promise<TestIdentity | null> {
  if (sentences.includes('the certificate of the structure')) return edge.igc.issue({ purpose: 'client' });
  if (sentences.includes('the certificate of another structure'))
    return edge.igc.issue({ purpose: 'client', ou: '1010000032' });
  if (sentences.includes('a server certificate of the structure')) return edge.igc.issue();
  if (!sentences.includes('a revoked certificate of the structure')) return null;
  const identity = await edge.igc.issue({ purpose: 'client' });
  edge.igc.revoke(identity);
  await edge.trust.refreshCrls();
  return identity;
}
