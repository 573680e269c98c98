import { joinedParameters, type MimePart } from '@cachet/mss-core/mime';
import { imapString, nstring } from '../../wire/text.js';
import { envelopeText } from './envelope.js';

/** RFC 3501 §7.4.2: BODYSTRUCTURE, or BODY without the extension data. */
export function bodyStructureText(part: MimePart, extended: boolean): string {
  return part.type === 'multipart' ? multipart(part, extended) : singlePart(part, extended);
}

function multipart(part: MimePart, extended: boolean): string {
  const inside = part.parts.map((child) => bodyStructureText(child, extended)).join('');
  const extension = extended ? ` ${parameters(part.parameters)} ${placement(part)}` : '';
  return `(${inside || EMPTY_TEXT} ${imapString(part.subtype)}${extension})`;
}

/** The grammar demands at least one part; a multipart whose boundary never appears has none. */
const EMPTY_TEXT = '("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0)';

function singlePart(part: MimePart, extended: boolean): string {
  const fields = [
    imapString(part.type),
    imapString(part.subtype),
    parameters(part.parameters),
    nstring(part.contentId),
    nstring(part.description),
    imapString(part.encoding),
    `${part.body.end - part.body.start}`,
    ...specific(part, extended),
  ];
  if (extended) fields.push(nstring(part.md5), placement(part));
  return `(${fields.join(' ')})`;
}

/** What only texts and messages within messages tell. */
function specific({ type, message, lines }: MimePart, extended: boolean): readonly string[] {
  if (message) return [envelopeText(message.envelope), bodyStructureText(message.root, extended), `${lines}`];
  return type === 'text' ? [`${lines}`] : [];
}

/** Disposition, language and location, in that order. */
function placement({ disposition, language, location }: MimePart): string {
  const shown = disposition
    ? `(${imapString(disposition.kind)} ${parameters(disposition.parameters)})`
    : 'NIL';
  return `${shown} ${languages(language)} ${nstring(location)}`;
}

function languages(language: readonly string[] | null): string {
  return language && language.length > 0 ? `(${language.map(imapString).join(' ')})` : 'NIL';
}

function parameters(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(joinedParameters(values)).map(
    ([name, value]) => `${imapString(name)} ${imapString(value)}`,
  );
  return pairs.length === 0 ? 'NIL' : `(${pairs.join(' ')})`;
}
