// Status line and headers of an answer as text.
import { STATUS_CODES } from 'node:http';

const statusLines = new Map<number, string>();

/** `headers`: names are tokens, values hold neither control characters nor anything beyond bytes. With Date, without an end. */
export function answerHead(status: number, headers: readonly string[]): string {
  let text = statusLines.get(status) ?? learn(status);
  for (let i = 0; i < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`;
  return text + dateLine();
}

function learn(status: number): string {
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  statusLines.set(status, line);
  return line;
}

let dateSecond = 0;
let dateText = '';

function dateLine(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = `Date: ${new Date(second * 1000).toUTCString()}\r\n`;
  }
  return dateText;
}
