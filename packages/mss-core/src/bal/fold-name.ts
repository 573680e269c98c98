/** Letters that Unicode does not take apart. */
const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
};

/**
 * A name as an address may hold it: lower case without accents, one hyphen between its words. Empty when nothing of it can be written so.
 */
// EX_GBM_4300, EX_GBM_4311: letters and digits without accents; « Hélène » is helene, « Le Goff » is le-goff.
export function foldName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[œæßøłđðþ]/g, (letter) => WHOLE_LETTERS[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** Of one name, and of one text. */
const MOST_WORDS = { name: 4, text: 48 };

/** What may be a name in a text: every run of up to four neighbouring words, folded. Texts of very many words are read by their first. */
export function runsOf(text: string): readonly string[] {
  const words = foldName(text).split('-').filter(Boolean).slice(0, MOST_WORDS.text);
  const runs = words.flatMap((_, first) => {
    const near = words.slice(first, first + MOST_WORDS.name);
    return near.map((__, last) => near.slice(0, last + 1).join('-'));
  });
  return [...new Set(runs)];
}
