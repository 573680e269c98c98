import { type FolderName, parseFolderName, SPECIAL_FOLDER_NAMES } from './folder-name.js';
import type { SourceFolder } from './imports.js';
import { specialFolderNamed } from './special-folder-names.js';

const LONGEST_LEVEL = 60;
const MOST_LEVELS = 10;
/** Where a folder goes whose name cannot be kept at all. */
const NAMELESS = 'Sans nom' as FolderName;

/**
 * The folder of the BAL where a folder of another server goes: by what that server says it is for, else by its name in any language,
 * else under its own name, without what a name may not hold here.
 */
export function importTarget({ path, delimiter, use }: SourceFolder): FolderName {
  const special = use ?? specialFolderNamed(path) ?? null;
  if (special) return SPECIAL_FOLDER_NAMES[special];
  const levels = (delimiter === '' ? [path] : path.split(delimiter))
    .map(levelOf)
    .filter((level) => level !== '');
  // Some servers put every folder below INBOX; people made them beside it.
  const own = levels.length > 1 && levels[0]?.toUpperCase() === 'INBOX' ? levels.slice(1) : levels;
  return parseFolderName(own.slice(0, MOST_LEVELS).join('/')) ?? NAMELESS;
}

function levelOf(level: string): string {
  return level
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}%*/]/gu, '_')
    .trim()
    .slice(0, LONGEST_LEVEL)
    .toWellFormed();
}
