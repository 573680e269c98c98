import { done, type Outcome, refused } from '../outcome/index.js';

/** What people accept: a text in both languages, or a document that lies elsewhere and its fingerprint. */
export type CguContent =
  | { readonly kind: 'text'; readonly french: string; readonly english: string }
  | { readonly kind: 'document'; readonly url: string; readonly sha256: string };

/** A version of the operator's terms of use, the same for every structure. It never changes once published. */
export interface CguVersion {
  readonly id: string;
  readonly name: string;
  readonly content: CguContent;
  /** SHA-256 of the document, or of both texts: what was accepted, beyond doubt. */
  readonly fingerprint: string;
  readonly inForceAt: Date;
  readonly publishedAt: Date;
}

/** What is typed to publish one; a text in both languages, or a document. */
export interface TypedCgu {
  readonly name: string;
  readonly french: string | null;
  readonly english: string | null;
  readonly documentUrl: string | null;
  readonly documentSha256: string | null;
}

const LONGEST_NAME = 60;
const LONGEST_TEXT = 200_000;
const LONGEST_URL = 500;
const SHA_256 = /^[0-9a-f]{64}$/;

/** Refuses inputInvalid, naming what is missing, too much or not well written. */
export function readCgu(typed: TypedCgu): Outcome<Pick<CguVersion, 'name' | 'content'>> {
  const name = typed.name.trim();
  if (name === '' || name.length > LONGEST_NAME || hasControls(name)) return invalid('name');
  const content = typed.documentUrl === null ? readText(typed) : readDocument(typed);
  return content.ok ? done({ name, content: content.value }) : content;
}

function readText({ french, english, documentSha256 }: TypedCgu): Outcome<CguContent> {
  if (documentSha256 !== null) return invalid('documentUrl');
  if (!isText(french)) return invalid('textFr');
  if (!isText(english)) return invalid('textEn');
  return done({ kind: 'text', french: french.trim(), english: english.trim() });
}

function readDocument({ french, english, documentUrl, documentSha256 }: TypedCgu): Outcome<CguContent> {
  if (french !== null) return invalid('textFr');
  if (english !== null) return invalid('textEn');
  const url = documentUrl?.trim() ?? '';
  if (url.length > LONGEST_URL || !isPublicAddress(url)) return invalid('documentUrl');
  const sha256 = documentSha256?.trim().toLowerCase() ?? '';
  return SHA_256.test(sha256) ? done({ kind: 'document', url, sha256 }) : invalid('documentSha256');
}

function isText(text: string | null): text is string {
  if (text === null || text.trim() === '' || text.length > LONGEST_TEXT) return false;
  // `{{` is a blank of the model that nobody filled in, and a version never changes again.
  return !text.includes('\0') && !text.includes('{{');
}

/** People open it from a page: nothing but HTTPS, and no secret in it. */
function isPublicAddress(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function invalid(field: string): Outcome<never> {
  return refused('inputInvalid', { field });
}
