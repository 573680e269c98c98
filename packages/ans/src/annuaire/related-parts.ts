import { ExchangeRefused } from './exchange-objection.js';

interface Part {
  readonly header: string;
  readonly body: Buffer;
}

interface Body {
  readonly contentType: string;
  readonly body: Buffer;
}

const CRLF2 = Buffer.from('\r\n\r\n');
const MAX_PARTS = 8;

/** The message itself: the first part of a multipart/related (RFC 2387), else the whole. */
export function rootOf(answer: Body): Buffer {
  const { contentType, body } = answer;
  if (/^multipart\/related\b/i.test(contentType)) {
    const [root] = partsOf(answer);
    if (!root) throw new ExchangeRefused('malformed');
    return root.body;
  }
  if (body.length === 0 || !/^(?:application\/soap\+xml|text\/xml|application\/xml)\b/i.test(contentType))
    throw new ExchangeRefused('notSoap');
  return body;
}

/** The file beside the message, if there is one. */
export function attachmentOf(answer: Body): Buffer | null {
  if (!/^multipart\/related\b/i.test(answer.contentType)) return null;
  const [, file] = partsOf(answer);
  if (!file) return null;
  return /^content-transfer-encoding:\s*base64\s*$/im.test(file.header)
    ? Buffer.from(file.body.toString('latin1').replace(/\s/g, ''), 'base64')
    : file.body;
}

function partsOf({ contentType, body }: Body): readonly Part[] {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (!boundary) throw new ExchangeRefused('malformed');
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: Part[] = [];
  let at = whole.indexOf(delimiter);
  while (at >= 0 && parts.length < MAX_PARTS) {
    const start = at + delimiter.length;
    if (whole.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const next = whole.indexOf(delimiter, start);
    if (next < 0) throw new ExchangeRefused('malformed');
    parts.push(partOf(whole.subarray(start, next)));
    at = next;
  }
  return parts;
}

function partOf(bytes: Buffer): Part {
  const gap = bytes.indexOf(CRLF2);
  if (gap < 0) throw new ExchangeRefused('malformed');
  return { header: bytes.subarray(0, gap).toString('latin1'), body: bytes.subarray(gap + CRLF2.length) };
}
