import type { Response } from 'express';
import { saveAs } from './attachment-route.js';

/** A file for spreadsheets, to save under that name. */
export function sendCsv(response: Response, name: string, text: string): void {
  response.set({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': saveAs(name),
    'cache-control': 'no-store',
  });
  response.send(text);
}
