// A body that mappings look into: its text and its JSON, each made when first asked for and then kept.
import { GatewayError } from '../errors/gateway-error';
import type { JsonValue } from './json-value';
import { JsonSyntaxError, readJson } from './read-json';

export class MessageBody {
  readonly bytes: Buffer | null;
  /** Mappings see it as Base64. */
  readonly #isBinary: boolean;
  readonly #invalid: (problem: string) => GatewayError;
  #text: string | undefined;
  #json: JsonValue | undefined;

  /** `invalid`: what a body that is no JSON means, the client's fault or the backend's. */
  constructor(bytes: Buffer | null, isBinary: boolean, invalid: (problem: string) => GatewayError) {
    this.bytes = bytes;
    this.#isBinary = isBinary;
    this.#invalid = invalid;
  }

  get isEmpty(): boolean {
    return this.bytes === null || this.bytes.length === 0;
  }

  /** Empty without a body. */
  get text(): string {
    this.#text ??= this.bytes === null ? '' : this.bytes.toString(this.#isBinary ? 'base64' : 'utf8');
    return this.#text;
  }

  /** An empty body is an empty object, as on AWS: one of its own, which a template may change. Throws a GatewayError when it is no JSON. */
  json(): JsonValue {
    this.#json ??= this.isEmpty ? {} : this.#parse();
    return this.#json;
  }

  #parse(): JsonValue {
    try {
      return this.bytes === null || this.#isBinary ? readJson(this.text) : readJson(this.text, this.bytes);
    } catch (error) {
      if (error instanceof JsonSyntaxError) throw this.#invalid(error.message);
      throw error;
    }
  }
}

export const requestBodyOf = (bytes: Buffer | null, isBinary = false): MessageBody =>
  new MessageBody(bytes, isBinary, invalidRequest);

export const responseBodyOf = (bytes: Buffer | null, isBinary = false): MessageBody =>
  new MessageBody(bytes, isBinary, invalidResponse);

const invalidRequest = (problem: string): GatewayError =>
  new GatewayError('DEFAULT_4XX', { publicMessage: 'Invalid JSON in request body', internal: problem });

const invalidResponse = (problem: string): GatewayError =>
  new GatewayError('API_CONFIGURATION_ERROR', {
    internal: `The endpoint's response body is not the JSON that the mapping expects: ${problem}`,
  });
