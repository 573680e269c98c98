import type { ImapServer } from '@cachet/mailedge/imap';
import type { Bal, PublicDoors } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { ImapLineClient } from '../../dialogues/imap/support/imap-line-client.js';
import type { Holder } from '../../dialogues/imap/support/imap-world.js';
import { PEER_DOMAIN } from '../../dialogues/smtp/support/edge-under-test.js';
import { imapBeside } from '../../dialogues/smtp/support/imap-beside.js';
import { RawSmtpClient } from '../../dialogues/smtp/support/raw-smtp-client.js';
import { ForeignWorld } from '../support/edge.js';
import { makeProfile } from './profile.js';
import { PscForPrograms } from './psc.js';
import { SettingsFront } from './settings-front.js';
import { Thunderbird } from './thunderbird.js';

/** The names of our doors, which the certificate of the edge bears. */
export const PSC_HOST = 'psc.cachet.test';
export const APP_HOST = 'app.cachet.test';

interface Doors {
  readonly psc: PscForPrograms;
  readonly imapPort: number;
  readonly imap: readonly ImapServer[];
  readonly front: SettingsFront;
}

/** A desk at the hospital: the operator's four doors for mail programs, and Thunderbird as a technician prepared it. */
export class Desk {
  private constructor(
    readonly world: ForeignWorld,
    private readonly doors: Doors,
    private readonly profile: string,
    private running: Thunderbird,
  ) {}

  static async open(): Promise<Desk> {
    const world = await ForeignWorld.open();
    const doors = await openDoors(world);
    const profile = await prepared(world, doors);
    return new Desk(world, doors, profile, await Thunderbird.start(world.folder, profile));
  }

  get bird(): Thunderbird {
    return this.running;
  }

  get grants(): readonly string[] {
    return this.doors.psc.grants;
  }

  /** Somebody who has a BAL, and whom Pro Santé Connect knows. */
  async doctor(name: string): Promise<Holder> {
    const { edge, hospital } = this.world;
    const holder = { tenant: hospital, ...(await edge.holder(hospital, name)) };
    this.claims(holder, holder.bal);
    return holder;
  }

  /** From now on that person signs in for that BAL. */
  claims({ token }: Holder, { address }: Bal): void {
    this.doors.psc.know(address, token);
  }

  /** The applicative BAL of the structure whose certificate is in the profile. */
  async automaton(name: string): Promise<{ readonly tenant: TestTenant; readonly bal: Bal }> {
    const { edge } = this.world;
    // Its FINESS number is that of the certificates TestIgc issues.
    const tenant = await TestTenant.create(edge.database, { kind: 'structure' });
    edge.list([this.world.hospital.domain, tenant.domain]);
    return { tenant, bal: await tenant.bal({ address: name, kind: 'applicative' }) };
  }

  /** Another operator brings a letter, one character per octet. */
  async deliver(to: Bal, letter: string): Promise<void> {
    const { edge } = this.world;
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask(`EHLO ${PEER_DOMAIN}`);
    await client.ask(`MAIL FROM:<jean.dupont@${PEER_DOMAIN}> BODY=8BITMIME`);
    await client.ask(`RCPT TO:<${to.address}>`);
    await client.ask('DATA');
    client.send(Buffer.from(letter.replace(/^\./gm, '..'), 'latin1'));
    const answer = await client.ask('.');
    client.close();
    if (!answer.startsWith('250')) throw new Error(`not delivered: ${answer}`);
  }

  /** Another program of the same person, in the folder INBOX. */
  async otherProgram(holder: Holder): Promise<ImapLineClient> {
    const client = await ImapLineClient.signedIn(this.doors.imapPort, holder);
    await client.command('s SELECT INBOX');
    return client;
  }

  /** Leaves Thunderbird, and comes back when that was done. */
  async away(meanwhile: () => Promise<void>): Promise<void> {
    await this.bird.quit();
    await meanwhile();
    this.running = await Thunderbird.start(this.world.folder, this.profile);
  }

  async close(): Promise<void> {
    await this.bird.kill();
    await closeDoors(this.doors);
    await this.world.close();
  }
}

async function openDoors(world: ForeignWorld): Promise<Doors> {
  const { edge } = world;
  const people = await imapBeside(edge);
  const structures = await imapBeside(edge, 'authcli');
  const publicly: PublicDoors = {
    mx: ['mx.cachet.test'],
    submissionPsc: { host: PSC_HOST, port: edge.submissionPort },
    submissionAuthcli: { host: APP_HOST, port: edge.applicativePort },
    imapPsc: { host: PSC_HOST, port: people.port },
    imapAuthcli: { host: APP_HOST, port: structures.port },
    autoconfig: 'portail.cachet.test',
    spf: [],
  };
  return {
    psc: await PscForPrograms.start(),
    imapPort: people.port,
    imap: [people.server, structures.server],
    front: await SettingsFront.open(edge.igc, publicly),
  };
}

async function closeDoors({ psc, imap, front }: Doors): Promise<void> {
  front.close();
  psc.close();
  await Promise.all(imap.map((server) => server.close()));
}

async function prepared(world: ForeignWorld, { psc, front }: Doors): Promise<string> {
  const { igc } = world.edge;
  const authorities = igc.chainPem.match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----\n/g) ?? [];
  return makeProfile(world.folder, {
    authorities: authorities.map((pem, at) => world.write(`authority-${at}.pem`, pem)),
    identity: world.filesOf('structure', await igc.issue({ purpose: 'client' })),
    addOn: {
      manifest_version: 2,
      name: 'Pro Santé Connect',
      version: '1',
      browser_specific_settings: { gecko: { id: 'psc@cachet.test' } },
      oauth_provider: psc.addOn([PSC_HOST]),
    },
    settings: {
      'security.default_personal_cert': 'Select Automatically',
      // RFC 7162: off unless asked for.
      'mail.server.default.use_condstore': true,
      'network.dns.forceResolve': '127.0.0.1',
      'network.proxy.type': 1,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': front.proxyPort,
    },
  });
}
