/** Where the telling of what was missed has come to; without an id, before everything of that moment has been told. */
export interface Told {
  readonly at: Date;
  readonly id: string | null;
}

/** Rows read at a time: what a long gap hid is told whole without being held in memory at once. */
export const MISSED_PAGE = 100;

/** Everything behind that place, oldest first, page by page. A page that is not full is the last. */
export async function* missedBehind<R>(
  place: Told,
  read: (after: Told) => Promise<readonly R[]>,
  placeOf: (row: R) => Told,
): AsyncGenerator<readonly R[]> {
  let after = place;
  for (;;) {
    const rows = await read(after);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < MISSED_PAGE) return;
    after = placeOf(last);
  }
}
