/** How long the throttle asks to wait ("Try again in 15 seconds."); null for every other message. */
export function waitSeconds(message: string): number | null {
  const match = /again in (\d+) (second|minute)/.exec(message);
  if (!match) return null;
  return Number(match[1]) * (match[2] === 'minute' ? 60 : 1);
}
