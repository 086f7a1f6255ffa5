// Text to binary and back, by the API's binaryMediaTypes and the contentHandling of an integration or its responses.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
// Payloads are bytes here: text that nobody wants converted is passed on as it is, also where it is no UTF-8.
import type { BinaryMediaTypes } from '../http/binary-media-types';
import type { ContentHandling } from '../model';

/** 'encode': binary to Base64 text. 'decode': Base64 text to binary. Null: as it is. */
export type Conversion = 'encode' | 'decode' | null;

/** The table of responses. Without contentHandling the client's Accept decides, where the API has binary types at all. */
export function responseConversion(
  isBinary: boolean,
  handling: ContentHandling | null,
  types: BinaryMediaTypes,
  accept: string | undefined,
): Conversion {
  if (handling === null && types.isEmpty) return null;
  const wantsBinary = handling === null ? types.matchesAccept(accept) : handling === 'CONVERT_TO_BINARY';
  if (wantsBinary === isBinary) return null;
  return wantsBinary ? 'decode' : 'encode';
}

/** Undefined: it is no Base64. */
export function convert(body: Buffer | string, conversion: 'encode' | 'decode'): Buffer | undefined {
  if (conversion === 'decode') return decodeBase64(typeof body === 'string' ? body : body.toString('latin1'));
  return Buffer.from(Buffer.from(body).toString('base64'), 'latin1');
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Line breaks are fine, and so are the quotes of a JSON string: a function that returns Base64 sends those. */
function decodeBase64(text: string): Buffer | undefined {
  let encoded = text.trim();
  if (encoded.length >= 2 && encoded.startsWith('"') && encoded.endsWith('"')) encoded = encoded.slice(1, -1);
  if (/\s/.test(encoded)) encoded = encoded.replace(/\s+/g, '');
  if (!BASE64.test(encoded)) return undefined;
  const length = encoded.length;
  // With padding it is whole groups of four; one left-over character holds no byte.
  return (encoded.endsWith('=') ? length % 4 !== 0 : length % 4 === 1) ? undefined : Buffer.from(encoded, 'base64');
}
