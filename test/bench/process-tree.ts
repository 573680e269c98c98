import { readdirSync, readFileSync } from 'node:fs';

export interface Memory {
  /** Sum of resident sets, shared pages counted in each process (bytes). */
  readonly rss: number;
  /** Sum of proportional sets: shared pages divided among their users (bytes). */
  readonly pss: number;
  readonly processes: number;
}

/** Memory of a process and of everything below it. */
export function memoryOfTree(root: number): Memory {
  const pids = [root, ...descendants(root)];
  return { rss: sum(pids, 'Rss'), pss: sum(pids, 'Pss'), processes: pids.length };
}

export function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(name);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (pid: number): number[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(root);
}

function parentOf(pid: string): number | null {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? Number.NaN) || null;
  } catch {
    return null;
  }
}

function sum(pids: readonly number[], field: 'Rss' | 'Pss'): number {
  return pids.reduce((total, pid) => total + kilobytes(pid, field) * 1024, 0);
}

function kilobytes(pid: number, field: string): number {
  try {
    return Number(
      new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(
        readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'),
      )?.[1] ?? 0,
    );
  } catch {
    return 0;
  }
}

/** Seconds of processor that a process and everything below it have used; those that ended count once their parent knew. */
export function cpuOfTree(root: number): number {
  return [root, ...descendants(root)].reduce((total, pid) => total + ticksOf(pid), 0) / TICKS_PER_SECOND;
}

/** USER_HZ, the same on every Linux that is met (proc(5)). */
const TICKS_PER_SECOND = 100;

/** utime, stime, cutime, cstime. */
function ticksOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /, '')
      .split(' ');
    return fields.slice(11, 15).reduce((total, ticks) => total + Number(ticks), 0);
  } catch {
    return 0;
  }
}
