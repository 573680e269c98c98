import { parseArgs } from 'node:util';
import { Client } from './client.js';
import type { Command, Work } from './command.js';
import { COMMANDS } from './commands/index.js';
import { help, helpOf } from './help.js';
import { readSettings } from './settings.js';
import { EXIT, type Language, printable, type Spoken, Stop, spoken, usage } from './spoken.js';

export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** True when what stands in a line may be written over. */
  readonly isInteractive?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const COMMON_OPTIONS = ['url', 'key-file', 'structure', 'lang'];
const COMMON_FLAGS = ['json', 'help'];

/** Does what was typed; answers with which code the process ends. */
export async function run(typed: readonly string[], env: Environment, terminal: Terminal): Promise<number> {
  const language = languageOf(typed, env);
  try {
    return await obey(typed, env, terminal, language);
  } catch (fault) {
    if (!(fault instanceof Stop)) throw fault;
    if (typed.includes('--json'))
      terminal.error(`${JSON.stringify({ code: fault.refusal, message: fault.why[language] })}\n`);
    else terminal.error(`${printable(fault.why[language])}\n`);
    return fault.code;
  }
}

async function obey(
  typed: readonly string[],
  env: Environment,
  terminal: Terminal,
  language: Language,
): Promise<number> {
  const say = (lines: readonly string[]) => terminal.out(`${lines.join('\n')}\n`);
  const command = commandOf(typed);
  if (!command) {
    const asks = typed.length === 0 || typed[0] === 'help' || typed.includes('--help');
    if (!asks)
      throw usage(
        `Commande inconnue : ${printable(typed[0])}. « cachet --help » les dit toutes.`,
        `Unknown command: ${printable(typed[0])}. “cachet --help” tells them all.`,
      );
    say(help(COMMANDS, language));
    return EXIT.done;
  }
  const { values, words } = readLine(command, typed);
  if (values.help) {
    say(helpOf(command, language));
    return EXIT.done;
  }
  const client = new Client(readSettings({ url: text(values.url), keyFile: text(values['key-file']) }, env));
  const progress = progressOf(values, terminal, language);
  const told = await command.run(workOf(client, language, values, words, progress.say)).finally(progress.end);
  if (values.json) terminal.out(`${JSON.stringify(told.json, null, 2)}\n`);
  else say(told.lines);
  return told.isWell === false ? EXIT.refused : EXIT.done;
}

/** A command is one or two words. */
function commandOf([first = '', second = '']: readonly string[]): Command | undefined {
  return COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function readLine(
  command: Command,
  typed: readonly string[],
): { readonly values: Values; readonly words: readonly string[] } {
  const known = [...COMMON_OPTIONS, ...(command.options ?? [])].map((name) => [name, { type: 'string' }]);
  const flags = [...COMMON_FLAGS, ...(command.flags ?? [])].map((name) => [name, { type: 'boolean' }]);
  try {
    const { values, positionals } = parseArgs({
      args: typed.slice(command.name.split(' ').length),
      options: Object.fromEntries([...known, ...flags]),
      allowPositionals: true,
    });
    return { values: values as Values, words: positionals };
  } catch {
    throw new Stop(EXIT.usage, spoken(`Attendu : ${command.usage}`, `Expected: ${command.usage}`));
  }
}

interface Progress {
  say(said: Spoken): void;
  end(): void;
}

/** On the error output: over itself at a terminal, line by line where it is asked for (`--progress`), else nowhere. */
function progressOf(values: Values, terminal: Terminal, language: Language): Progress {
  let last = '';
  const isShown = terminal.isInteractive === true && !values.json;
  const say = (said: Spoken) => {
    const line = printable(said[language]);
    if (line === last) return;
    if (values.progress) terminal.error(`${line}\n`);
    else if (isShown) terminal.error(`\r${line.padEnd(last.length)}`);
    last = line;
  };
  const end = () => {
    if (isShown && !values.progress && last !== '') terminal.error(`\r${' '.repeat(last.length)}\r`);
  };
  return { say, end };
}

function workOf(
  client: Client,
  language: Language,
  values: Values,
  words: readonly string[],
  progress: Work['progress'],
): Work {
  let structure: Promise<string> | null = null;
  return {
    client,
    language,
    words,
    progress,
    option: (name) => text(values[name]),
    has: (name) => values[name] === true,
    structure: () => {
      structure ??= theStructure(client, text(values.structure));
      return structure;
    },
  };
}

async function theStructure(client: Client, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const { me } = await client.ask('{ me { structures { structure { id } } } }');
  const [only, another] = me.structures as readonly { readonly structure: { readonly id: string } }[];
  if (only && !another) return only.structure.id;
  throw usage(
    'Cette clé a plusieurs structures, ou aucune : choisissez par --structure <id> (« cachet me »).',
    'This key has several structures, or none: choose by --structure <id> (“cachet me”).',
  );
}

function languageOf(typed: readonly string[], env: Environment): Language {
  const at = typed.indexOf('--lang');
  const asked = at === -1 ? typed.find((word) => word.startsWith('--lang='))?.slice(7) : typed[at + 1];
  return (asked ?? env.CACHET_LANG) === 'en' ? 'en' : 'fr';
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
