import { type Ber, textOf } from './ber.js';

/** Attributes by their names in small letters; each may have several values. */
export type Attributes = ReadonlyMap<string, readonly string[]>;

const AND = 0xa0;
const OR = 0xa1;
const NOT = 0xa2;
const EQUAL = 0xa3;
const SUBSTRINGS = 0xa4;
const PRESENT = 0x87;
const INITIAL = 0x80;
const FINAL = 0x82;

/** A kind of filter that the Annuaire does not offer. */
export class FilterRefused extends Error {
  override readonly name = 'FilterRefused';
}

/** Whether an entry answers to a filter (RFC 4511 §4.5.1.7), letters of both sizes being the same. @throws FilterRefused */
export function matches(filter: Ber | undefined, attributes: Attributes): boolean {
  switch (filter?.tag) {
    case AND:
      return filter.parts.every((each) => matches(each, attributes));
    case OR:
      return filter.parts.some((each) => matches(each, attributes));
    case NOT:
      return !matches(filter.parts[0], attributes);
    case PRESENT:
      return attributes.has(textOf(filter).toLowerCase());
    case EQUAL: {
      const sought = folded(textOf(filter.parts[1]));
      return valuesOf(filter, attributes).some((value) => value === sought);
    }
    case SUBSTRINGS:
      return valuesOf(filter, attributes).some((value) => holds(value, filter.parts[1]?.parts ?? []));
    default:
      throw new FilterRefused('filtre non offert / filter not offered');
  }
}

function valuesOf({ parts }: Ber, attributes: Attributes): readonly string[] {
  return (attributes.get(textOf(parts[0]).toLowerCase()) ?? []).map(folded);
}

function holds(value: string, pieces: readonly Ber[]): boolean {
  let at = 0;
  for (const piece of pieces) {
    const sought = folded(textOf(piece));
    const found = piece.tag === FINAL ? value.length - sought.length : value.indexOf(sought, at);
    if (found < at || (piece.tag === INITIAL && found !== 0) || !value.startsWith(sought, found))
      return false;
    at = found + sought.length;
  }
  return pieces.length > 0;
}

/** caseIgnoreMatch (RFC 4517 §4.2.11): size of letters and doubled spaces make no difference; accents do. */
function folded(value: string): string {
  return value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
}
