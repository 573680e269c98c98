import { type DestinationStream, type LoggerOptions, type Logger as PinoLogger, pino } from 'pino';

import { standardOutput } from './standard-output.js';

export type Logger = PinoLogger;

// EX_GDT_5050: subjects live in functional traces alone; technical logs carry none, nor bodies, tokens or patient identifiers.
const NEVER_LOGGED = [
  'subject',
  'body',
  'text',
  'html',
  'raw',
  'token',
  'accessToken',
  'access_token',
  'authorization',
  'password',
  'cookie',
  'secret',
  'ins',
  'values',
  'parameters',
  'query',
];

/** A JSON logger on standard output, with the app's name on each line and sensitive fields removed at two depths. */
export function createLogger(
  app: string,
  level: string = process.env.CACHET_LOG_LEVEL ?? 'info',
  output: DestinationStream = standardOutput(),
): Logger {
  const options: LoggerOptions = {
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: NEVER_LOGGED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), remove: true },
    serializers: { err: fault, error: fault },
  };
  return pino(options, output);
}

/** Type, message and stack of a fault. What a database says of one may quote the values of a row: only its code and places pass. */
function fault(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? error.code : undefined;
  const quotesValues = code !== undefined && ('detail' in error || 'severity' in error);
  return {
    type: error.name,
    message: quotesValues ? 'database error' : error.message,
    code,
    stack: quotesValues ? placesOf(error) : error.stack,
  };
}

// A stack begins with the message it belongs to.
function placesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
