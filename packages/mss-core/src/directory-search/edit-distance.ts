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

function isCrossed(one: string, other: string, row: number, column: number): boolean {
  return (
    one.charCodeAt(row - 1) === other.charCodeAt(column - 2) &&
    one.charCodeAt(row - 2) === other.charCodeAt(column - 1)
  );
}

function at(row: Uint8Array, column: number): number {
  return row[column] ?? 0;
}
