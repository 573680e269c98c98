import { isObject } from './read-patch.js';
import { qualifiedName } from './schema-urns.js';
import type { Resource } from './show-resource.js';

/** RFC 7644 §3.9: which attributes are wanted, or not wanted; names in small letters, `name.sub` for what a complex one holds. */
export interface Choice {
  readonly wanted: readonly string[] | null;
  readonly unwanted: readonly string[];
}

/** RFC 7643 §7: returned always. */
const ALWAYS: ReadonlySet<string> = new Set(['schemas', 'id']);
const MOST = 100;

export function readChoice(attributes: unknown, excluded: unknown): Choice {
  const wanted = namesIn(attributes);
  return { wanted: wanted.length > 0 ? wanted : null, unwanted: namesIn(excluded) };
}

export function chosen(resource: Resource, choice: Choice): Resource {
  if (choice.wanted === null && choice.unwanted.length === 0) return resource;
  const kept = Object.entries(resource).flatMap(([name, value]) =>
    ALWAYS.has(name) ? [[name, value] as const] : keptOf(name.toLowerCase(), name, value, choice),
  );
  return Object.fromEntries(kept);
}

function keptOf(
  path: string,
  name: string,
  value: unknown,
  { wanted, unwanted }: Choice,
): readonly (readonly [string, unknown])[] {
  if (unwanted.includes(path)) return [];
  if (wanted?.includes(path)) return [[name, value]];
  const within = (each: string) => each.startsWith(`${path}.`) || each.startsWith(`${path}:`);
  if (wanted !== null && !wanted.some(within)) return [];
  if (!(wanted ?? unwanted).some(within)) return [[name, value]];
  const part = (object: Resource) =>
    Object.fromEntries(
      Object.entries(object).filter(([sub]) => {
        const whole = [`${path}.${sub}`.toLowerCase(), `${path}:${sub}`.toLowerCase()];
        return wanted === null
          ? !whole.some((each) => unwanted.includes(each))
          : whole.some((each) => wanted.includes(each));
      }),
    );
  if (Array.isArray(value)) return [[name, value.map((each) => (isObject(each) ? part(each) : each))]];
  return [[name, isObject(value) ? part(value) : value]];
}

function namesIn(list: unknown): readonly string[] {
  if (typeof list !== 'string') return [];
  return list
    .split(',', MOST)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const read = qualifiedName(each);
      return read && read.extension === null ? read.name.toLowerCase() : each.toLowerCase();
    });
}
