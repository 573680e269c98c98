/** Waits for a condition, asked every 25 ms; past the limit it fails with what `story` tells. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  story: () => string,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${story()}`);
    await new Promise((again) => setTimeout(again, 25));
  }
}

/** Asks again until an answer comes, and gives it. */
export async function untilFound<T>(
  find: () => Promise<T | null | undefined>,
  withinMs: number,
  what: string,
): Promise<T> {
  let found: T | null | undefined;
  const isFound = async () => {
    found = await find();
    return found !== null && found !== undefined;
  };
  await until(isFound, withinMs, () => what);
  return found as T;
}
