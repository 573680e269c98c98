import {
  type CopiedEntry,
  CopyRefused,
  isReadableEntry,
  PROFESSIONS,
} from '@cachet/mss-core/directory-search';
import { SaxesParser } from 'saxes';
import { kindOf } from './public-extraction.js';
import type { ReadLines } from './read-lines.js';

const MAX_DEPTH = 16;
const LONGEST_TEXT = 8192;

interface Open {
  readonly name: string;
  /** Texts of the elements inside, by name. */
  readonly values: Map<string, string>;
  /** Elements inside that are neither text nor a BAL: who shares a CAB. */
  readonly people: Map<string, string>[];
  text: string;
  hasElements: boolean;
}

/**
 * The BAL of TM2.1.3A: whatever their element is called, since no XSD is public, it is the one that holds an ADRESSEBAL. DEMATERIALISATION
 * is left. DOCTYPE and entities of its own are refused. @throws CopyRefused
 */
// EX_2.1.3_5010
export async function* readMssExtraction(
  pieces: AsyncIterable<Buffer>,
  count: ReadLines,
): AsyncGenerator<readonly CopiedEntry[]> {
  const walker = new Walker();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const piece of pieces) {
    walker.write(decode(decoder, piece));
    const entries = walker.take();
    if (entries.length > 0) yield entries;
    count.bad = walker.bad;
  }
  walker.close();
  count.bad = walker.bad;
}

function decode(decoder: InstanceType<typeof TextDecoder>, piece: Buffer): string {
  try {
    return decoder.decode(piece, { stream: true });
  } catch (cause) {
    throw new CopyRefused('malformed', { cause });
  }
}

class Walker {
  bad = 0;
  readonly #parser = new SaxesParser({ xmlns: true, position: false });
  readonly #open: Open[] = [];
  #entries: CopiedEntry[] = [];
  #isBegun = false;

  constructor() {
    const refuse = () => {
      throw new CopyRefused('malformed');
    };
    this.#parser.on('error', refuse);
    this.#parser.on('doctype', refuse);
    this.#parser.on('opentag', ({ local }) => this.#opened(local.toUpperCase()));
    this.#parser.on('text', (text) => this.#told(text));
    this.#parser.on('cdata', (text) => this.#told(text));
    this.#parser.on('closetag', () => this.#closed());
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  close(): void {
    this.#parser.close();
    if (!this.#isBegun) throw new CopyRefused('malformed');
  }

  take(): readonly CopiedEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  #opened(name: string): void {
    this.#isBegun = true;
    if (this.#open.length >= MAX_DEPTH) throw new CopyRefused('malformed');
    const parent = this.#open.at(-1);
    if (parent) parent.hasElements = true;
    this.#open.push({ name, values: new Map(), people: [], text: '', hasElements: false });
  }

  #told(text: string): void {
    const current = this.#open.at(-1);
    if (!current || current.hasElements) return;
    current.text += text;
    if (current.text.length > LONGEST_TEXT) throw new CopyRefused('malformed');
  }

  #closed(): void {
    const closed = this.#open.pop();
    const parent = this.#open.at(-1);
    if (!closed || !parent) return;
    const text = closed.text.trim();
    if (!closed.hasElements) {
      if (text) parent.values.set(closed.name, text);
    } else if (closed.values.has('TYPEBAL') || closed.values.has('ADRESSEBAL')) this.#add(closed);
    else if (closed.values.has('NOMEXERCICE')) parent.people.push(closed.values);
    else parent.people.push(...closed.people);
  }

  #add({ values, people }: Open): void {
    const entry = entryOf(values, people);
    if (entry) this.#entries.push(entry);
    else this.bad += 1;
  }
}

function entryOf(
  values: ReadonlyMap<string, string>,
  people: readonly ReadonlyMap<string, string>[],
): CopiedEntry | null {
  const of = (name: string) => values.get(name) ?? null;
  const [kind, address] = [of('TYPEBAL'), of('ADRESSEBAL')];
  if (!kind || !address?.includes('@')) return null;
  const professionCode = of('NPROFESSION');
  const entry: CopiedEntry = {
    ...{ address: address.toLowerCase(), kind: kindOf(kind), title: of('NCIVILITEEXERCICE') },
    ...{ holderType: of('TYPEIDENTIFIANTPP'), holderNumber: of('IDENTIFIANTPP') },
    ...{ familyName: of('NOMEXERCICE'), givenName: of('PRENOMEXERCICE'), professionCode },
    ...{ professionLabel: PROFESSIONS.get(professionCode ?? '') ?? null },
    ...{ specialityCode: of('NSPECIALITE'), specialityLabel: null },
    ...{ structureType: of('TYPEIDENTIFIANTPM'), structureNumber: of('IDENTIFIANTPM') },
    ...{ structureName: of('RAISONSOCIALE'), signName: of('ENSEIGNECOMMERCIALE') },
    ...{ service: of('SERVICERATTACHEMENT'), description: of('DESCRIPTION'), people: namesOf(people) },
    ...{ postalCode: of('NCODEPOSTAL'), town: of('L6LIGNEACHEMINEMENT'), department: of('NDEPARTEMENT') },
  };
  return isReadableEntry(entry) ? entry : null;
}

// Table 33: one of those who share a CAB answers for it.
function namesOf(people: readonly ReadonlyMap<string, string>[]): string | null {
  if (people.length === 0) return null;
  return people
    .map((person) => [person.get('PRENOMEXERCICE'), person.get('NOMEXERCICE')].filter(Boolean).join(' '))
    .join(', ');
}
