import type { Deposit, Deposits } from './deposits.js';
import { controlFile } from './file-controls.js';
import { contentOf, entriesOf, ZipUnreadable } from './read-zip.js';
import { globalCode, type TreatedFile, verdictOf } from './report.js';

/** Opens an archive and controls each of its files (§6.9.3.2.2, §9.7.4.4). */
export async function treatArchive(
  deposits: Deposits,
  deposit: Deposit,
  now: Date,
  spoilt: number | null,
): Promise<void> {
  const world = {
    ...{ domains: new Set(deposit.domains), now, spoilt },
    wasAccepted: (name: string) => deposits.wasAccepted(name, deposit),
  };
  const path = deposits.pathOf(deposit.id);
  const files: TreatedFile[] = [];
  let code: number | null = null;
  try {
    const entries = await entriesOf(path);
    if (entries.length === 0) code = 4;
    for (const entry of entries) {
      const controls = await controlFile(entry.name, contentOf(path, entry), world);
      files.push({ name: entry.name, verdict: verdictOf(controls), controls });
    }
  } catch (fault) {
    if (!(fault instanceof ZipUnreadable)) throw fault;
    code = 5;
    files.length = 0;
  }
  deposit.treatment = { code: code ?? globalCode(files), at: now.toISOString(), files };
  deposits.save();
}
