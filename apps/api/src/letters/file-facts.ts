/** One line, no folder, as long as a file's name may be. */
export function fileName(text: string): string {
  const name =
    text
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .split(/[/\\]/)
      .at(-1) ?? '';
  return name.trim().slice(0, 200);
}

/** A part that holds others, or a message, is enclosed as the file it is. */
export function mediaTypeOf(text: string): string {
  const type = (text.split(';')[0] ?? '').trim().toLowerCase();
  const isPlain = /^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,63}$/.test(type);
  return isPlain && !/^(?:message|multipart)\//.test(type) ? type : 'application/octet-stream';
}
