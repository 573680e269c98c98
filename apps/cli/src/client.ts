import { randomUUID } from 'node:crypto';
import { type SentFile, sendFile } from './send-file.js';
import type { Settings } from './settings.js';
import { EXIT, Stop, spoken } from './spoken.js';

// biome-ignore lint/suspicious/noExplicitAny: the answer has the shape of its question, which stands beside its reading
export type Answer = any;

interface GraphQLFault {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly messageEn?: string };
}

const WITHIN_MS = 30_000;

/** The API, asked as a partner application. */
export class Client {
  constructor(private readonly settings: Settings) {}

  /** @throws Stop when it cannot be asked, or refuses. */
  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const { data, errors } = await this.#post(query, variables);
    const [fault] = errors ?? [];
    if (fault) throw refusedBy(fault);
    const refusal = Object.values(data ?? {}).find(isRefus);
    if (refusal) throw new Stop(EXIT.refused, spoken(refusal.message, refusal.messageEn), refusal.code);
    return data;
  }

  /** The refusal that stops that question; null when it is answered. */
  async refusalOf(query: string, variables: Record<string, unknown> = {}): Promise<Stop | null> {
    try {
      await this.ask(query, variables);
      return null;
    } catch (fault) {
      if (fault instanceof Stop && fault.code === EXIT.refused) return fault;
      throw fault;
    }
  }

  /** What the API says of itself, and by how many milliseconds its clock is ahead; null when nothing answers. */
  async readiness(): Promise<{ readonly told: Answer; readonly ahead: number | null } | null> {
    try {
      const response = await this.#fetch('/readyz', {});
      const date = Date.parse(response.headers.get('date') ?? '');
      const told = jsonOf(await response.text());
      return { told, ahead: Number.isNaN(date) ? null : date - Date.now() };
    } catch {
      return null;
    }
  }

  /** Sends a file. @throws Stop */
  async send(path: string, file: SentFile, sent: (octets: number) => void): Promise<Answer> {
    const { status, text } = await sendFile(
      new URL(path, this.settings.url),
      { authorization: `Bearer ${this.settings.key}` },
      file,
      sent,
    ).catch(() => {
      throw notReached(this.settings.url);
    });
    return answerOf(status, jsonOf(text) ?? {}, this.settings.url);
  }

  /** A file as the API gives it. @throws Stop */
  async file(path: string): Promise<string> {
    const response = await this.#fetch(path, { headers: { authorization: `Bearer ${this.settings.key}` } });
    const text = await response.text();
    if (!response.ok) answerOf(response.status, jsonOf(text) ?? {}, this.settings.url);
    return text;
  }

  async #post(
    query: string,
    variables: Record<string, unknown>,
  ): Promise<{ readonly data?: Record<string, unknown> | null; readonly errors?: readonly GraphQLFault[] }> {
    const response = await this.#fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.settings.key}`,
        // A command whose answer is lost is asked again by whoever typed it: never twice by the network.
        ...(query.trimStart().startsWith('mutation') && { 'idempotency-key': randomUUID() }),
      },
      body: JSON.stringify({ query, variables }),
    });
    if (response.status === 401) throw KEY_REFUSED;
    return (await response.json().catch(() => {
      throw notReached(this.settings.url);
    })) as Answer;
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const asked = { ...init, redirect: 'error' as const, signal: AbortSignal.timeout(WITHIN_MS) };
    return fetch(`${this.settings.url}${path}`, asked).catch(() => {
      throw notReached(this.settings.url);
    });
  }
}

const KEY_REFUSED = new Stop(
  EXIT.unreachable,
  spoken(
    'La clé d’API est refusée : inconnue, révoquée, expirée, ou utilisée hors de ses réseaux. Demandez-en une autre au gestionnaire de la structure.',
    'The API key is refused: unknown, revoked, expired, or used from outside its networks. Ask the manager of the structure for another.',
  ),
  'UNAUTHENTICATED',
);

function notReached(url: string): Stop {
  return new Stop(
    EXIT.unreachable,
    spoken(
      `L’API ne répond pas à ${url}. Vérifiez l’adresse (--url) et le réseau.`,
      `The API does not answer at ${url}. Check the address (--url) and the network.`,
    ),
  );
}

/** What was done, by its JSON. @throws Stop when it was refused. */
function answerOf(status: number, answer: Answer, url: string): Answer {
  if (status === 401) throw KEY_REFUSED;
  const { code, message, messageEn } = answer;
  if (typeof message === 'string') throw new Stop(EXIT.refused, spoken(message, messageEn ?? message), code);
  if (status < 200 || status > 299) throw notReached(url);
  return answer;
}

function jsonOf(text: string): Answer {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refusedBy({ message, extensions }: GraphQLFault): Stop {
  return new Stop(EXIT.refused, spoken(message, extensions?.messageEn ?? message), extensions?.code ?? null);
}

interface Refus {
  readonly code: string;
  readonly message: string;
  readonly messageEn: string;
}

function isRefus(value: unknown): value is Refus {
  return typeof value === 'object' && value !== null && '__typename' in value && value.__typename === 'Refus';
}
