/** What a text of the operator is made of: a title, a list, or words. */
export type Block =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'words'; readonly text: string };

/** Blank lines part blocks; `## ` begins a title, and lines that all begin with `- ` are a list. Nothing else means anything. */
export function blocksOf(text: string): readonly Block[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .flatMap(blockOf);
}

function blockOf(block: string): readonly Block[] {
  const [first = '', ...rest] = block.split('\n');
  if (first.startsWith('## ')) {
    const title: Block = { kind: 'title', text: first.slice(3).trim() };
    return rest.length === 0 ? [title] : [title, ...blockOf(rest.join('\n').trim())];
  }
  const lines = [first, ...rest].map((line) => line.trim());
  if (lines.every((line) => line.startsWith('- ')))
    return [{ kind: 'list', items: lines.map((line) => line.slice(2).trim()) }];
  return [{ kind: 'words', text: block }];
}
