import { cpuOfTree } from '../process-tree.js';
import type { LoadProcess } from './load-process.js';
import type { Measured } from './servers.js';
import type { Found, Job } from './worker.js';

/** What a job found, and the work it was to the server. */
export interface Figure extends Found {
  /** Seconds of processor, of the server's processes and of its database's. */
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

export async function measure(load: LoadProcess, server: Measured, job: Job): Promise<Figure> {
  const [mine, database] = [cpuOf(server.pid), cpuOf(server.databasePid)];
  const found = await load.run(server.door, job);
  return {
    ...found,
    serverCpu: cpuOf(server.pid) - mine,
    databaseCpu: cpuOf(server.databasePid) - database,
  };
}

function cpuOf(pid: number | null): number {
  return pid === null ? 0 : cpuOfTree(pid);
}

export function at(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => at(values, 0.5);
