type Parameters = Readonly<Record<string, string>>;

const MOST_SECTIONS = 200;
const FIRST_SECTION = /^(.+)\*0\*?$/;

/**
 * Parameters as BODYSTRUCTURE tells them: those that come in pieces (RFC 2231 §3) are put together under one name, which ends in a
 * star when some piece is encoded (§4). Pieces that have no first one stay as they are.
 */
// RFC 2231 §6: IMAP servers put continuations together; many clients know only whole parameters.
export function joinedParameters(parameters: Parameters): Parameters {
  const names = Object.keys(parameters);
  if (!names.some((name) => FIRST_SECTION.test(name))) return parameters;
  const joined = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const base = FIRST_SECTION.exec(name)?.[1];
    if (base === undefined || taken.has(name)) continue;
    const pieces = piecesOf(parameters, base);
    for (const piece of pieces) taken.add(piece.name);
    const isEncoded = pieces.some((piece) => piece.isEncoded);
    joined.set(
      isEncoded ? `${base}*` : base,
      isEncoded ? encoded(pieces) : pieces.map((p) => p.text).join(''),
    );
  }
  const others = names.filter((name) => !taken.has(name) && !joined.has(name));
  return Object.fromEntries([...others.map((name) => [name, parameters[name] ?? '']), ...joined]);
}

interface Piece {
  readonly name: string;
  readonly text: string;
  readonly isEncoded: boolean;
}

function piecesOf(parameters: Parameters, base: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let number = 0; number < MOST_SECTIONS; number += 1) {
    const names = [`${base}*${number}*`, `${base}*${number}`];
    const name = names.find((candidate) => Object.hasOwn(parameters, candidate));
    if (name === undefined) break;
    pieces.push({ name, text: parameters[name] ?? '', isEncoded: name.endsWith('*') });
  }
  return pieces;
}

/** Pieces that were not encoded become so, and a first one that was not names no charset. */
function encoded(pieces: readonly Piece[]): string {
  const opening = pieces[0]?.isEncoded ? '' : "''";
  return opening + pieces.map(({ text, isEncoded }) => (isEncoded ? text : percented(text))).join('');
}

function percented(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
