/** RFC 8970 §3.1: characters of a preview. */
const LONGEST = 200;

/** The beginning of a letter's text as one line of at most 200 characters; `markup` when the text is a page. */
export function previewText(text: string, { markup }: { readonly markup: boolean }): string {
  const words = (markup ? withoutMarkup(text) : text).replace(NOISE, ' ').trim();
  const cut = Array.from(words.slice(0, LONGEST * 2)).slice(0, LONGEST);
  return cut.join('').trimEnd();
}

// Controls, line and paragraph separators, and what pages put between words to fill the line of a preview.
const NOISE = /(?:[\s\p{Cc}\p{Cf}\p{Cs}]|\u034f)+/gu;

function withoutMarkup(page: string): string {
  const shown: string[] = [];
  let at = 0;
  while (at < page.length) {
    const opens = page.indexOf('<', at);
    if (opens < 0) break;
    shown.push(page.slice(at, opens), ' ');
    at = endOfTag(page, opens);
  }
  shown.push(page.slice(at));
  return shown.join('').replace(ENTITY, (whole, name: string) => entity(name) ?? whole);
}

/** Where the text goes on after what begins here: a comment, an element whose content is never shown, or a tag. */
function endOfTag(page: string, opens: number): number {
  if (page.startsWith('<!--', opens)) return after(page, /-->/g, opens + 4);
  const hidden = /^<(style|script|title)\b/i.exec(page.slice(opens, opens + 8))?.[1];
  if (hidden) return after(page, new RegExp(`</${hidden}[^>]*>?`, 'gi'), opens);
  return after(page, />/g, opens);
}

function after(page: string, end: RegExp, from: number): number {
  end.lastIndex = from;
  return end.test(page) ? end.lastIndex : page.length;
}

const ENTITY = /&(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});/g;

/** Those that French letters are full of. */
const NAMED = new Map(
  Object.entries({
    ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', rsquo: '’', laquo: '«', raquo: '»' },
    ...{
      eacute: 'é',
      egrave: 'è',
      ecirc: 'ê',
      agrave: 'à',
      acirc: 'â',
      ccedil: 'ç',
      ocirc: 'ô',
      ugrave: 'ù',
    },
    ...{ icirc: 'î', ucirc: 'û', iuml: 'ï', euml: 'ë', oelig: 'œ', Eacute: 'É', Agrave: 'À', euro: '€' },
  }),
);

function entity(name: string): string | null {
  if (!name.startsWith('#')) return NAMED.get(name) ?? null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    ? String.fromCodePoint(code)
    : null;
}
