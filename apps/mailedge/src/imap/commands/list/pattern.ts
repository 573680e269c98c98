import { FOLDER_SEPARATOR } from '@cachet/mss-core/messaging';

const LONGEST = 500;

/**
 * Whether a name matches a LIST pattern: `*` any text, `%` any text within one level (RFC 3501 §6.3.8). One pass over the
 * name per pattern character, so that `%*%*%*…` costs no more than any other pattern (CVE-2026-33607 elsewhere).
 */
export function matchesPattern(name: string, pattern: string): boolean {
  if (pattern.length > LONGEST) return false;
  // reachable[i]: the pattern so far can end before the i-th character of the name.
  let reachable = Array.from({ length: name.length + 1 }, (_, i) => i === 0);
  for (const character of collapsed(inboxInCapitals(pattern))) reachable = step(reachable, name, character);
  return reachable[name.length] === true;
}

function step(before: readonly boolean[], name: string, character: string): boolean[] {
  const after = before.map(() => false);
  for (let i = 0; i <= name.length; i += 1) {
    if (character === '*' || character === '%') {
      const spread = after[i - 1] === true && (character === '*' || name[i - 1] !== FOLDER_SEPARATOR);
      after[i] = before[i] === true || spread;
    } else {
      after[i] = i > 0 && before[i - 1] === true && name[i - 1] === character;
    }
  }
  return after;
}

function collapsed(pattern: string): string {
  return pattern.replace(/[*%]{2,}/g, (run) => (run.includes('*') ? '*' : '%'));
}

/** INBOX is INBOX however it is written (RFC 3501 §5.1). */
function inboxInCapitals(pattern: string): string {
  return pattern.replace(/^inbox(?=$|[/%*])/i, 'INBOX');
}
