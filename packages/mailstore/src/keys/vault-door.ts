import { StoreUnavailable } from '../store-faults.js';

/** Where Vault is, and in which of its namespaces. */
export interface VaultDoor {
  /** What the paths of questions are below: its version, such as `https://vault.example:8200/v1`, or an engine mounted there. */
  readonly url: string;
  readonly namespace?: string | undefined;
}

export interface VaultQuestion {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: object;
}

export interface VaultAnswer {
  readonly status: number;
  readonly isOk: boolean;
  /** Null when it is not JSON. */
  readonly body: unknown;
}

/** Tenants' keys are asked once and kept: a slow answer is an outage. */
const PATIENCE_MS = 5_000;

/** One question. @throws StoreUnavailable when nothing answers in time; what an answer refuses is for whoever asked. */
export async function askVault(
  { url, namespace }: VaultDoor,
  { method, path, token, body }: VaultQuestion,
): Promise<VaultAnswer> {
  const response = await fetch(`${url.replace(/\/$/, '')}/${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      'x-vault-request': 'true',
      'x-vault-token': token,
      ...(namespace && { 'x-vault-namespace': namespace }),
    },
    ...(body && { body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((cause: unknown) => {
    throw new StoreUnavailable(`Vault does not answer (${path})`, { cause });
  });
  return {
    status: response.status,
    isOk: response.ok,
    body: await response.json().catch(() => null),
  };
}

/** What lies under `part` and `name` of an answer: Vault puts what it tells in `data`, and what it grants in `auth`. */
export function told({ isOk, body }: VaultAnswer, part: 'data' | 'auth', name: string): unknown {
  const within = isOk ? field(body, part) : null;
  return field(within, name);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
