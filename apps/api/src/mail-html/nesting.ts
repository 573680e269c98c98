const TAG = /<(\/?)([a-z][^\s/>]*)/gi;
const NEVER_OPEN = new Set([
  'br',
  'hr',
  'img',
  'col',
  'input',
  'meta',
  'link',
  'wbr',
  'area',
  'base',
  'source',
]);

/**
 * An upper bound of how deep the tags of a document nest, in one pass. A closing tag counts only against an opening one of
 * its own name, so that the bound cannot be lowered with closing tags nobody opened.
 */
export function nestingBound(html: string): number {
  const open = new Map<string, number>();
  let depth = 0;
  let deepest = 0;
  for (const [, slash, name = ''] of html.matchAll(TAG)) {
    const tag = name.toLowerCase();
    const count = open.get(tag) ?? 0;
    if (NEVER_OPEN.has(tag) || (slash && count === 0)) continue;
    open.set(tag, slash ? count - 1 : count + 1);
    depth += slash ? -1 : 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
