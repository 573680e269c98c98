import { CopyRefused } from '@cachet/mss-core/directory-search';

/** A value of a line, by the name of its column. Null when it is empty or blank. */
export type ReadColumn = (cells: readonly string[], name: string) => string | null;

/**
 * How the columns of a file are read: by their names in its first line, in any order and with others among them; where a name changed, by
 * its place, as long as the file has as many columns as the one we know.
 * @throws CopyRefused headerUnknown when an indispensable column is in neither.
 */
export function columnsOf(
  header: readonly string[],
  known: readonly string[],
  indispensable: readonly string[],
): ReadColumn {
  const named = new Map(header.map((name, place) => [folded(name), place]));
  const isOfKnownWidth = header.length === known.length;
  const placeNamed = (name: string) => named.get(folded(name));
  // As many names unknown as known: this is another file.
  const recognised = known.filter((name) => placeNamed(name) !== undefined).length;
  if (recognised * 2 < known.length) throw new CopyRefused('headerUnknown');
  const taken = new Set(known.map(placeNamed));
  const placeOf = (name: string): number | undefined => {
    const place = known.indexOf(name);
    return placeNamed(name) ?? (isOfKnownWidth && !taken.has(place) ? place : undefined);
  };
  const places = new Map(known.map((name) => [name, placeOf(name)]));
  if (indispensable.some((name) => places.get(name) === undefined)) throw new CopyRefused('headerUnknown');
  return (cells, name) => {
    const place = places.get(name);
    const value = place === undefined ? '' : (cells[place] ?? '').trim();
    return value === '' ? null : value;
  };
}

function folded(name: string): string {
  return name
    .replace(/^\ufeff/, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '')
    .toLowerCase();
}
