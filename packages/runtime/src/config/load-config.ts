import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { CATALOGUE, type ConfigKey } from './catalogue.js';
import { nearest } from './nearest.js';
import { storeDefault } from './store-config.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Shape = Partial<Record<ConfigKey, z.ZodType>>;
export type Config<S extends Shape> = { readonly [K in keyof S]: z.infer<Extract<S[K], z.ZodType>> };

/** What is wrong with the environment, one French and one English sentence a line. */
export class ConfigError extends Error {
  constructor(
    readonly app: string,
    readonly problems: readonly Problem[],
  ) {
    super(problems.map((p) => `- ${p.fr}\n  ${p.en}`).join('\n'));
    this.name = 'ConfigError';
  }
}

export interface Problem {
  readonly fr: string;
  readonly en: string;
}

/**
 * Reads and checks what one app needs from the environment. All problems are told at once.
 * @throws ConfigError when a key is missing, badly formed, given twice or unknown.
 */
export function loadConfig<S extends Shape>(
  app: string,
  shape: S,
  env: Environment = process.env,
): Config<S> {
  const problems: Problem[] = [...unknownKeys(env)];
  const values: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(shape) as [ConfigKey, z.ZodType][]) {
    const given = givenValue(name, env, problems) ?? storeDefault(name, env);
    const parsed = type.safeParse(given);
    if (parsed.success) values[name] = parsed.data;
    else if (!problems.some((p) => p.fr.startsWith(name)))
      problems.push(given === undefined ? missing(name) : malformed(name, parsed.error));
  }
  if (problems.length > 0) throw new ConfigError(app, problems);
  return values as Config<S>;
}

/** The same for an entry point: prints what is wrong and ends the process with code 2. */
export function loadConfigOrExit<S extends Shape>(app: string, shape: S): Config<S> {
  try {
    return loadConfig(app, shape);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${app} : configuration refusée / configuration refused\n${error.message}\n`);
    process.exit(2);
  }
}

function givenValue(name: ConfigKey, env: Environment, problems: Problem[]): string | undefined {
  const direct = env[name] || undefined;
  const file = CATALOGUE[name].secret ? env[`${name}_FILE`] : undefined;
  if (!file) return direct;
  if (direct) {
    problems.push({
      fr: `${name} est donnée deux fois (aussi par ${name}_FILE) : n’en gardez qu’une.`,
      en: `${name} is given twice (also by ${name}_FILE): keep only one.`,
    });
    return direct;
  }
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    problems.push({
      fr: `${name}_FILE : le fichier « ${file} » ne peut pas être lu.`,
      en: `${name}_FILE: the file “${file}” cannot be read.`,
    });
    return undefined;
  }
}

function unknownKeys(env: Environment): Problem[] {
  const known = new Set(
    Object.entries(CATALOGUE).flatMap(([name, e]) => (e.secret ? [name, `${name}_FILE`] : [name])),
  );
  return Object.keys(env)
    .filter((name) => name.startsWith('CACHET_') && !known.has(name))
    .map((name) => {
      const hint = nearest(name, [...known]);
      return {
        fr: `${name} n’est pas une clé de configuration connue.${hint ? ` Vouliez-vous dire ${hint} ?` : ' Retirez-la.'}`,
        en: `${name} is not a known configuration key.${hint ? ` Did you mean ${hint}?` : ' Remove it.'}`,
      };
    });
}

function missing(name: ConfigKey): Problem {
  const { secret, fr, en } = CATALOGUE[name];
  const or = secret ? ` (ou ${name}_FILE)` : '';
  return {
    fr: `${name}${or} manque : ${fr}.`,
    en: `${name}${secret ? ` (or ${name}_FILE)` : ''} is missing: ${en}.`,
  };
}

function malformed(name: ConfigKey, error: z.ZodError): Problem {
  const why = error.issues[0]?.message ?? '';
  const [fr, en] = why.split(' / ');
  return { fr: `${name} n’est pas valide : ${fr}.`, en: `${name} is not valid: ${en ?? fr}.` };
}
