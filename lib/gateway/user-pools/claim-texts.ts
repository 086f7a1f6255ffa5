// Claims as API Gateway shows them: always text.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
import type { JsonRecord } from './strict-json';

/** Times that API Gateway writes as java.util.Date does, as events of functions behind a user pool show. */
const DATES: ReadonlySet<string> = new Set(['exp', 'iat']);
const MAX_DATE_SECONDS = 8.64e12;

export function claimTexts(claims: JsonRecord): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(claims)) {
    if (value !== null) texts.set(name, claimText(name, value));
  }
  return texts;
}

function claimText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && DATES.has(name) && Math.abs(value) <= MAX_DATE_SECONDS) return javaDate(value);
  // Groups of a user pool: "admins,editors".
  if (Array.isArray(value) && value.every((it) => typeof it === 'string')) return value.join(',');
  return JSON.stringify(value);
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Thu Jan 15 12:00:00 UTC 2026" */
function javaDate(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())}`;
  return `${day} ${time} UTC ${date.getUTCFullYear()}`;
}
