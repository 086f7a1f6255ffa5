import pino from 'pino';
import { env } from './env';

/** Process-wide log of the console and the runtime. Never give it secrets: the paths below are a net, not a licence. */
export const logger = pino({
  level: env.logLevel,
  base: null,
  redact: {
    paths: [
      '*.password',
      '*.passwordHash',
      '*.value',
      '*.valueEncrypted',
      '*.secret',
      '*.authorization',
      '*.cookie',
      '*["x-api-key"]',
    ],
    censor: '[redacted]',
  },
});
