import { PgFolders, PgMessageBytes } from '@cachet/mailstore';
import { ALL_UIDS, type Bal, type FolderItem, type Person, type SpecialFolder } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { ApiWorld } from '../testing/api-world.fixture.js';

export const PEER = 'dr.martin@peer-operateur.mssante.fr';
export const NOT_FOUND = { __typename: 'Refus', code: 'notFound' };

/** A hospital where people write, its neighbour, and everybody who may not. */
export class LetterWorld {
  world!: ApiWorld;
  hospital!: TestTenant;
  neighbour!: TestTenant;
  /** The holder's. */
  bal!: Bal;
  /** Of the same hospital, held by somebody else. */
  colleague!: Bal;
  theirs!: Bal;
  holder!: Person;
  readonly tokens = new Map<string, string>();

  static async start(): Promise<LetterWorld> {
    const it = new LetterWorld();
    it.world = await ApiWorld.start();
    it.hospital = await TestTenant.create(it.world.database, { kind: 'structure' });
    it.neighbour = await TestTenant.create(it.world.database);
    it.world.trusted = [it.hospital.domain, it.neighbour.domain, 'peer-operateur.mssante.fr'];
    const people = new Map<string, Person>();
    it.holder = await it.hospital.person({ familyName: 'MOREAU' });
    const colleague = await it.hospital.person();
    const neighbour = await it.neighbour.person();
    it.bal = await it.hospital.bal({ responsible: it.holder });
    it.colleague = await it.hospital.bal({ responsible: colleague });
    it.theirs = await it.neighbour.bal({ responsible: neighbour });
    people.set('holder', it.holder).set('colleague', colleague).set('neighbour', neighbour);
    people.set('reader', await it.#delegate('reader', { mayRead: true, maySend: false }));
    people.set('sender', await it.#delegate('sender', { mayRead: false, maySend: true }));
    const ended = new Date(it.world.now.getTime() - 1_000);
    people.set('former', await it.#delegate('former', { endsAt: ended }));
    for (const role of ['manager', 'auditor'] as const) {
      const person = await it.hospital.person();
      await it.hospital.role(person, role);
      people.set(role, person);
    }
    for (const [name, person] of people) it.tokens.set(name, await it.world.signIn(person));
    return it;
  }

  async #delegate(name: string, rights: Parameters<TestTenant['access']>[2]): Promise<Person> {
    const person = await this.hospital.person({ familyName: name.toUpperCase() });
    await this.hospital.access(this.bal.id, person, { role: 'delegate', ...rights });
    // Somebody without anything in force opens no session: each has a BAL elsewhere.
    await this.neighbour.bal({ responsible: await this.neighbour.person(person) });
    return person;
  }

  as(name: string): string {
    const token = this.tokens.get(name);
    if (!token) throw new Error(`nobody is called ${name} here`);
    return token;
  }

  /** What lies in a special folder, newest last. */
  items(use: SpecialFolder, bal: Bal = this.bal, tenant = this.hospital): Promise<readonly FolderItem[]> {
    return this.world.database.withTenant(tenant.context({ at: this.world.now }), async (sql) => {
      const folders = new PgFolders(sql, this.world.safe, bal.id);
      const folder = (await folders.list()).find(({ specialUse }) => specialUse === use);
      return folder ? folders.items(folder.id, ALL_UIDS) : [];
    });
  }

  async text({ messageId }: FolderItem, bal: Bal = this.bal, tenant = this.hospital): Promise<string> {
    const { database, safe } = this.world;
    const stored = await PgMessageBytes.of(database, safe, tenant.context(), bal.id).open(messageId);
    const pieces: Uint8Array[] = [];
    for await (const piece of stored?.bytes ?? []) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  }

  stop(): Promise<void> {
    return this.world.stop();
  }
}
