import { type Logger as PinoLogger, pino } from 'pino';

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
export function createLogger(app: string, level: string = process.env.CACHET_LOG_LEVEL ?? 'info'): Logger {
  return pino({
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: NEVER_LOGGED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), remove: true },
    serializers: { err: fault, error: fault },
  });
}

/** Type, message and stack of a fault; a database error's own values never pass. */
function fault(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: code && 'detail' in error ? 'database error' : error.message,
    code,
    stack: error.stack,
  };
}
