import { done, type Outcome, refused } from '../outcome/index.js';

/**
 * The text of a CSV file: UTF-8 with or without its mark, UTF-16 with it, and else Windows-1252, as French spreadsheets write it. Refuses
 * csvUnreadable: what holds a character that no text has, a spreadsheet itself for instance.
 */
export function csvText(bytes: Uint8Array): Outcome<string> {
  const text = decoded(bytes);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? refused('csvUnreadable') : done(text);
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
