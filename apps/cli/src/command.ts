import type { Client } from './client.js';
import { type Language, printable, type Spoken, usage } from './spoken.js';

/** What a command is given to work with. */
export interface Work {
  readonly client: Client;
  readonly language: Language;
  /** The structure it is about. @throws Stop */
  structure(): Promise<string>;
  /** An option that was given. */
  option(name: string): string | undefined;
  has(name: string): boolean;
  /** Says how far something that lasts is. */
  progress(said: Spoken): void;
  /** What stands after the command's name, in order. */
  readonly words: readonly string[];
}

/** What a command answers: for programs as it is, for people as lines. */
export interface Told {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** False when what was looked at is not as it should be. */
  readonly isWell?: boolean;
}

export interface Command {
  /** As it is typed. */
  readonly name: string;
  readonly usage: string;
  readonly summary: Spoken;
  readonly scope: string | null;
  /** Options with a value, and those without. */
  readonly options?: readonly string[];
  readonly flags?: readonly string[];
  run(work: Work): Promise<Told>;
}

export const REFUS = '__typename ... on Refus { code message messageEn }';

/** @throws Stop when it is missing. */
export function wordOf({ words }: Work, place: number, name: string): string {
  const word = words[place];
  if (word === undefined) throw usage(`Il manque <${name}>.`, `<${name}> is missing.`);
  return word;
}

/** @throws Stop when it is missing. */
export function neededOption(work: Work, name: string): string {
  const value = work.option(name);
  if (value === undefined) throw usage(`Il manque --${name}.`, `--${name} is missing.`);
  return value;
}

/** A value of an enumeration, whatever its capitals. */
export function enumOption(work: Work, name: string): string | undefined {
  return work.option(name)?.toUpperCase().replaceAll('-', '_');
}

/** Rows in columns, each as wide as its widest cell. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[]): readonly string[] {
  const shown = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...shown.map((row) => (row[column] ?? '').length)));
  return shown.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const LARGEST_PAGE = 100;

/** The nodes of a connection: the first ones, or all of them page by page. */
export async function pages(
  work: Work,
  ask: (first: number, after: string | null) => Promise<Connection>,
): Promise<readonly Answered[]> {
  const wanted = work.has('all') ? Number.POSITIVE_INFINITY : countOf(work.option('first') ?? '50');
  const nodes: Answered[] = [];
  let after: string | null = null;
  while (nodes.length < wanted) {
    const { edges, pageInfo }: Connection = await ask(Math.min(wanted - nodes.length, LARGEST_PAGE), after);
    nodes.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return nodes;
}

// biome-ignore lint/suspicious/noExplicitAny: a node has the shape of the question that stands beside its reading
type Answered = any;

interface Connection {
  readonly edges: readonly { readonly node: Answered }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw usage('--first attend un nombre.', '--first takes a number.');
  return count;
}
