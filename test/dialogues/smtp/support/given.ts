import type { TestTenant } from '@cachet/testkit';
import type { TestIdentity } from '@cachet/testkit/pki';
import type { DialogueClient, Players } from '../../imap/support/dialogue.js';
import { type EdgeUnderTest, xoauth2 } from './edge-under-test.js';
import { RawSmtpClient } from './raw-smtp-client.js';

/** The world all SMTP dialogues are played in. */
export interface DialogueWorld {
  readonly edge: EdgeUnderTest;
  readonly hospital: TestTenant;
  readonly token: string;
  readonly colleagueToken: string;
  readonly address: string;
}

/**
 * What a dialogue's `given:` lines may say:
 * - `the MX` (the default) · `the submission entry` · `the applicative entry`
 * - `the certificate of the peer` · `… of another operator` · `… nobody listed` · `… revoked` · `no certificate` (the default)
 * - `a client that connects` (the default) · `an encrypted client`
 * - `Pro Santé Connect is down`
 */
export async function given(world: DialogueWorld, sentences: readonly string[]): Promise<Players> {
  const { edge } = world;
  edge.pscIsDown = sentences.includes('Pro Santé Connect is down');
  const port = portOf(edge, sentences);
  const identity = await identityOf(world, sentences);
  const comes = () => arrival(port, identity, sentences);
  const words = new Map([
    ['sasl', xoauth2(world.address, world.token)],
    ['forged', xoauth2(world.address, 'forged')],
    ['colleague', xoauth2(world.address, world.colleagueToken)],
  ]);
  return { clients: { 1: comes, 2: comes }, words };
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
  if (sentences.includes('a certificate nobody listed')) return edge.igc.issue({ cn: 'mx.inconnu.fr' });
  if (!sentences.includes('a revoked certificate')) return null;
  const identity = await edge.igc.issue();
  edge.igc.revoke(identity);
  await edge.trust.refreshCrls();
  return identity;
}
