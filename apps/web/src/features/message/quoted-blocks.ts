export interface Block {
  readonly isQuote: boolean;
  readonly text: string;
  /** Line of the letter where the block begins. */
  readonly start: number;
}

/** Splits a plain text letter into what its author wrote and what they quote (lines that begin with « > »). */
export function quotedBlocks(text: string): readonly Block[] {
  const blocks: { isQuote: boolean; lines: string[]; start: number }[] = [];
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    const isQuote = line.startsWith('>');
    const last = blocks.at(-1);
    const content = isQuote ? line.replace(/^> ?/, '') : line;
    if (last?.isQuote === isQuote) last.lines.push(content);
    else blocks.push({ isQuote, lines: [content], start: index });
  });
  return blocks
    .map(({ lines, ...block }) => ({ ...block, text: lines.join('\n').replace(/^\n+|\n+$/g, '') }))
    .filter((block) => block.text.trim() !== '');
}
