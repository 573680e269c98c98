import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { exportArchive, type MailSafe, PgFolders, PgMessageBytes } from '@cachet/mailstore';
import { type ExportFormat, exportBal, type OpenedBal, sentence } from '@cachet/mss-core';
import { type Database, PgBalStore, PgJournal } from '@cachet/schema';
import { ProgressLine, say } from './words.js';

/** Writes the archive beside its name and gives it that name once it is whole. Answers the exit code. */
export async function exportToFile(
  database: Database,
  safe: MailSafe,
  { context, bal }: OpenedBal,
  format: ExportFormat,
  to: string,
): Promise<number> {
  const ports = {
    inBal: <T>(
      act: typeof context,
      balId: string,
      work: (stores: { bals: PgBalStore; folders: PgFolders; journal: PgJournal }) => Promise<T>,
    ) =>
      database.withTenant(act, (sql) =>
        work({
          bals: new PgBalStore(sql),
          folders: new PgFolders(sql, safe, balId),
          journal: new PgJournal(sql),
        }),
      ),
    bytes: (act: typeof context, balId: string) => PgMessageBytes.of(database, safe, act, balId),
  };
  const content = await exportBal(ports, context, bal.id, format);
  if (!content.ok) {
    say(sentence(content.refusal), sentence(content.refusal, 'en'));
    return 1;
  }
  const line = new ProgressLine();
  const total = content.value.folders.reduce((sum, { messages }) => sum + messages, 0);
  const archive = exportArchive(content.value, format, (messages) => line.show(`${messages} / ${total}`));
  const partial = `${to}.part`;
  // Letters of patients: readable by whoever ran the command, and by nobody else.
  const file = await open(partial, 'w', 0o600);
  try {
    await pipeline(archive, file.createWriteStream({ flush: true }));
    await rename(partial, to);
  } catch (fault) {
    await rm(partial, { force: true });
    throw fault;
  }
  line.end();
  say(`${bal.address} : extraite dans ${to}.`, `${bal.address}: taken away into ${to}.`);
  return 0;
}
