import type { Language } from '../texts/texts.ts';

/** A size as people read it: unit of the catalogue `sizes`, and the figure with at most one decimal. 1 Mo is 1 000 000 bytes. */
export function readableSize(
  bytes: number,
  language: Language,
): { readonly unit: 'bytes' | 'kilobytes' | 'megabytes'; readonly value: string } {
  const figure = new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 1 });
  if (bytes < 1000) return { unit: 'bytes', value: figure.format(bytes) };
  if (bytes < 1_000_000) return { unit: 'kilobytes', value: figure.format(Math.round(bytes / 1000)) };
  return { unit: 'megabytes', value: figure.format(bytes / 1_000_000) };
}
