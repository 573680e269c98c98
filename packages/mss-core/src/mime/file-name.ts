import { parameterText } from './parameter-text.js';
import { cleaned } from './raw-text.js';
import type { MimePart } from './structure.js';

/** The name a part was attached under, decoded and safe to show: one line, no folder, at most 255 characters. Null when it has none. */
export function fileNameOf(part: MimePart): string | null {
  const said =
    (part.disposition && parameterText(part.disposition.parameters, 'filename')) ??
    parameterText(part.parameters, 'name');
  if (said === null) return null;
  const base = said.split(/[/\\]/).at(-1) ?? '';
  const name = cleaned(base, 255);
  return name === '' || name === '.' || name === '..' ? null : name;
}
