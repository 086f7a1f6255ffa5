// X-Amzn-Trace-Id: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1".
// https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader

/** More than any tracer writes; what is passed on to backends has an end. */
const MAX_LENGTH = 512;
const ROOT = /(?:^|;) *Root=(1-[0-9a-f]{8}-[0-9a-f]{24}) *(?:;|$)/i;
const PARENT = /(?:^|;) *Parent=([0-9a-f]{16}) *(?:;|$)/i;
const SAMPLED = /(?:^|;) *Sampled=([01]) *(?:;|$)/i;
const PLAIN = /^[ -~]+$/;

/** "1-…" of a header that is one; undefined: whoever sent it is not believed, and a new trace begins. */
export function traceRoot(header: string): string | undefined {
  if (header === '' || header.length > MAX_LENGTH || !PLAIN.test(header)) return undefined;
  return ROOT.exec(header)?.[1]?.toLowerCase();
}

/** Who asked, 16 hexadecimal digits. */
export const traceParent = (header: string): string | undefined => PARENT.exec(header)?.[1]?.toLowerCase();

/** Undefined: left to us. */
export function traceSampled(header: string): boolean | undefined {
  const digit = SAMPLED.exec(header)?.[1];
  return digit === undefined ? undefined : digit === '1';
}
