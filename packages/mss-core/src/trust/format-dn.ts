import type { DistinguishedName, DnAttribute } from './distinguished-name.js';

/** The RFC 2253 text of a DN, to be shown and kept in traces; reading it again gives an equal DN. Comparisons use `sameDn`. */
export function formatDn(dn: DistinguishedName): string {
  return dn.map((attributes) => attributes.map(formatAttribute).join('+')).join(',');
}

function formatAttribute({ type, value }: DnAttribute): string {
  const name = /^\d/.test(type) ? type : type.toUpperCase();
  return `${name}=${escaped(value)}`;
}

function escaped(value: string): string {
  return (
    value
      .replace(/[,+"\\<>;=]/g, '\\$&')
      .replace(/^#/, '\\#')
      .replace(
        // biome-ignore lint/suspicious/noControlCharactersInRegex: a certificate may hold them, and a trace is one line.
        /[\u0000-\u001f\u007f]/g,
        (control) => `\\${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
      )
      // Last: a tab at an end is a space too, and is written in hexadecimal already.
      .replace(/^\s|\s$/g, '\\$&')
  );
}
