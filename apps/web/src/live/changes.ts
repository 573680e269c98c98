let changed = false;

/** Something was changed from another page: lists kept in the browser are behind. */
export function noteChange(): void {
  changed = true;
}

/** True once after a change. */
export function takeChange(): boolean {
  const was = changed;
  changed = false;
  return was;
}
