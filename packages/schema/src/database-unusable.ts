/** The database cannot serve: one sentence in French, one in English, each with its remedy. Never holds a password. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';

  constructor(
    readonly fr: string,
    readonly en: string,
    cause?: unknown,
  ) {
    super(`${fr} / ${en}`, { cause });
  }
}

/** `host:port/database` of a connection URL, fit for a log line. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return '(adresse illisible)';
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
}

/** The sentence for a connection that could not be made, by what went wrong; `setting` is where its URL was configured. */
export function unreachable(url: string, cause: unknown, setting = 'CACHET_DATABASE_URL'): DatabaseUnusable {
  const place = placeOf(url);
  switch (codeOf(cause)) {
    case '28P01':
    case '28000':
      return new DatabaseUnusable(
        `PostgreSQL (${place}) refuse le rôle ou le mot de passe : vérifiez ${setting}.`,
        `PostgreSQL (${place}) refuses the role or password: check ${setting}.`,
        cause,
      );
    case '3D000':
      return new DatabaseUnusable(
        `La base ${place} n’existe pas : créez-la, puis appliquez les migrations.`,
        `Database ${place} does not exist: create it, then run the migrations.`,
        cause,
      );
    default:
      return new DatabaseUnusable(
        `PostgreSQL ne répond pas (${place}) : vérifiez qu’il est démarré et ${setting}.`,
        `PostgreSQL does not answer (${place}): check that it runs, and ${setting}.`,
        cause,
      );
  }
}

function codeOf(cause: unknown): string | null {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : null;
}
