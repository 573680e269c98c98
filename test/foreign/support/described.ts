import type { Value } from './fetched.js';

/** Facts of a message as two servers would tell them alike: names of facts (`2.1 type`, `to 1 host`) and what is said of each. */
export type Described = ReadonlyMap<string, string | null>;

type List = readonly Value[];

/** RFC 3501 §7.4.2: the envelope, fact by fact. */
export function envelopeFacts(envelope: Value, prefix = ''): Described {
  const [date, subject, ...rest] = listOf(envelope);
  const facts = new Map<string, string | null>([
    [`${prefix}date`, textOf(date)],
    [`${prefix}subject`, textOf(subject)],
    [`${prefix}in-reply-to`, textOf(rest[6])],
    [`${prefix}message-id`, textOf(rest[7])],
  ]);
  for (const [index, field] of ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc'].entries()) {
    for (const [number, address] of listOf(rest[index]).entries()) {
      const [name, route, mailbox, host] = listOf(address);
      facts.set(`${prefix}${field} ${number + 1}`, JSON.stringify([name, route, mailbox, host]));
    }
  }
  return facts;
}

type Tell = (name: string, value: string | null) => void;

/** RFC 3501 §7.4.2: the structure, part by part; what has no case is told in lower case. */
export function structureFacts(body: Value, section = ''): Described {
  const facts = new Map<string, string | null>();
  const tell: Tell = (name, value) => facts.set(`${section || 'whole'} ${name}`, value);
  const list = listOf(body);
  const children = list.filter((_, at) => list.slice(0, at + 1).every(Array.isArray));
  const below =
    children.length > 0 ? multipart(tell, children, list, section) : singlePart(tell, list, section);
  return new Map([...facts, ...below]);
}

function multipart(tell: Tell, children: List, list: List, section: string): Described {
  const [subtype, given, ...rest] = list.slice(children.length);
  tell('type', `multipart/${textOf(subtype)?.toLowerCase()}`);
  tell('parts', String(children.length));
  tell('parameters', parameters(given));
  placement(tell, rest);
  const numbered = children.map((child, at) =>
    structureFacts(child, `${section ? `${section}.` : ''}${at + 1}`),
  );
  return new Map(numbered.flatMap((facts) => [...facts]));
}

function singlePart(tell: Tell, list: List, section: string): Described {
  const [type, subtype, given, id, description, encoding, octets, ...more] = list;
  const kind = `${textOf(type)}/${textOf(subtype)}`.toLowerCase();
  tell('type', kind);
  tell('parameters', parameters(given));
  tell('id', textOf(id));
  tell('description', textOf(description));
  tell('encoding', textOf(encoding)?.toLowerCase() ?? null);
  tell('octets', textOf(octets));
  const own = kind === 'message/rfc822' ? 3 : kind.startsWith('text/') ? 1 : 0;
  if (own > 0) tell('lines', textOf(more[own - 1]));
  tell('md5', textOf(more[own]));
  placement(tell, more.slice(own + 1));
  if (own < 3) return new Map();
  const [envelope = null, root = null] = more;
  return new Map([
    ...envelopeFacts(envelope, `${section || 'whole'}> `),
    ...structureFacts(root, `${section}>`),
  ]);
}

function placement(
  tell: (name: string, value: string | null) => void,
  [disposition, language, location]: List,
) {
  const [kind, given] = listOf(disposition);
  tell('disposition', textOf(kind)?.toLowerCase() ?? null);
  tell('disposition parameters', parameters(given));
  tell('language', typeof language === 'string' ? language : listOf(language).map(textOf).join(' ') || null);
  tell('location', textOf(location));
}

/** `name=value` in the order of their names. */
function parameters(value: Value | undefined): string | null {
  const list = listOf(value);
  const pairs = list.flatMap((name, at) =>
    at % 2 === 0 ? [`${textOf(name)?.toLowerCase()}=${textOf(list[at + 1])}`] : [],
  );
  return pairs.length === 0 ? null : pairs.sort().join('; ');
}

function listOf(value: Value | undefined): List {
  return Array.isArray(value) ? value : [];
}

function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
