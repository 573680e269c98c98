const LONGEST = 64;
/** Three rows of distances, written over and over: words are compared by the ten thousand. */
const ROWS = [new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1)] as const;

/** Whether one word becomes the other by at most so many letters added, lost, changed or put in their neighbour’s place. */
export function isWithinDistance(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most) return false;
  if (one.length > LONGEST || other.length > LONGEST) return one === other;
  let [before, last, now] = ROWS;
  for (let column = 0; column <= other.length; column += 1) last[column] = column;
  for (let row = 1; row <= one.length; row += 1) {
    now[0] = row;
    let least = row;
    const letter = one.charCodeAt(row - 1);
    for (let column = 1; column <= other.length; column += 1) {
      const facing = other.charCodeAt(column - 1);
      let distance = Math.min(at(last, column), at(now, column - 1)) + 1;
      distance = Math.min(distance, at(last, column - 1) + (letter === facing ? 0 : 1));
      if (row > 1 && column > 1 && isCrossed(one, other, row, column))
        distance = Math.min(distance, at(before, column - 2) + 1);
      now[column] = distance;
      least = Math.min(least, distance);
    }
    if (least > most) return false;
    [before, last, now] = [last, now, before];
  }
  return at(last, other.length) <= most;
}

/** Letters of a word that is compared with very many: its columns are the bits of one number. */
export const LONGEST_MEASURED = 31;

/**
 * How far a stretch of a text is from one word, counted the same way, for words without accents: whole columns at a time (Hyyrö, « A bit-vector
 * algorithm for computing Levenshtein and Damerau edit distances », 2003).
 */
export function distanceFrom(word: string): (text: string, from: number, to: number) => number {
  const places = new Int32Array(128);
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at) & 127;
    places[code] = (places[code] ?? 0) | (1 << at);
  }
  const lastBit = 1 << (word.length - 1);
  return (text, from, to) => {
    let [distance, rises, falls, level, before] = [word.length, -1, 0, 0, 0];
    for (let at = from; at < to; at += 1) {
      const here = places[text.charCodeAt(at) & 127] ?? 0;
      const crossed = ((~level & here) << 1) & before;
      level = (((here & rises) + rises) ^ rises) | here | falls | crossed;
      let up = falls | ~(level | rises);
      const down = level & rises;
      if (up & lastBit) distance += 1;
      if (down & lastBit) distance -= 1;
      up = (up << 1) | 1;
      rises = (down << 1) | ~(level | up);
      falls = level & up;
      before = here;
    }
    return distance;
  };
}

function isCrossed(one: string, other: string, row: number, column: number): boolean {
  return (
    one.charCodeAt(row - 1) === other.charCodeAt(column - 2) &&
    one.charCodeAt(row - 2) === other.charCodeAt(column - 1)
  );
}

function at(row: Uint8Array, column: number): number {
  return row[column] ?? 0;
}
