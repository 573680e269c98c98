import { createReadStream } from 'node:fs';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface SentFile {
  readonly name: string;
  readonly size: number;
}

export interface FileAnswer {
  readonly status: number;
  readonly text: string;
}

const WITHIN_MS = 300_000;

/** Posts a file as it is read: it is never held whole. `sent` hears how many octets left. @throws what the network says */
export async function sendFile(
  url: URL,
  headers: Readonly<Record<string, string>>,
  file: SentFile,
  sent: (octets: number) => void,
): Promise<FileAnswer> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const options: RequestOptions = {
    ...{ method: 'POST', timeout: WITHIN_MS },
    headers: { ...headers, 'content-type': 'text/csv', 'content-length': file.size },
  };
  const request = send(url, options);
  request.on('timeout', () => request.destroy(new Error('no answer')));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
  });
  // One that is refused before its end is answered all the same.
  void pipeline(createReadStream(file.name), counted(sent), request).catch(() => undefined);
  const response = await answered;
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece);
  return { status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') };
}

function counted(sent: (octets: number) => void): Transform {
  let octets = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, next) {
      octets += piece.length;
      sent(octets);
      next(null, piece);
    },
  });
}
